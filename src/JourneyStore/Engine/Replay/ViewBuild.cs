using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>The rebuild of one view: the parts it is cut into, and what this run does of them. Safe for many threads.</summary>
/// <param name="view">The view.</param>
/// <param name="parts">Its parts, as an earlier run left them or as they were just planned; at least one.</param>
internal sealed class ViewBuild(FoldedView view, IReadOnlyList<RebuildPart> parts)
{
    private long events;
    private long rows;

    public FoldedView View => view;

    public ViewTable Table => view.Table;

    public IReadOnlyList<RebuildPart> Parts => parts;

    /// <summary>The position up to which all parts fold; null: each folds all that is there at its time.</summary>
    public long? UpTo => parts[0].UpTo;

    /// <summary>Events that an earlier run has folded.</summary>
    public long Resumed { get; } = parts.Sum(part => part.Events ?? 0);

    /// <summary>Events that this run has folded.</summary>
    public long Events => Interlocked.Read(ref events);

    /// <summary>Rows that this run has written.</summary>
    public long Rows => Interlocked.Read(ref rows);

    public bool Lacks(RebuildPart part) => parts[part.Number].Events is null;

    /// <summary>True when one pass over the log can serve both: they are cut at the same groups.</summary>
    public bool GoesWith(ViewBuild other) =>
        view.ByCase == other.View.ByCase && parts.Select(part => part.Range).SequenceEqual(other.Parts.Select(part => part.Range));

    public void Folded(long more) => Interlocked.Add(ref events, more);

    public void Wrote(long more) => Interlocked.Add(ref rows, more);
}
