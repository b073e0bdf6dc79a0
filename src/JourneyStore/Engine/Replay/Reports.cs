using JourneyStore.Engine.Replay.Diff;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>How far long work is.</summary>
/// <param name="What">What is being done, for people.</param>
/// <param name="Done">Events done.</param>
/// <param name="Total">Events in all; 0: not known.</param>
public readonly record struct WorkProgress(string What, long Done, long Total);

/// <summary>What <c>verify</c> found.</summary>
/// <param name="Views">One report a view.</param>
/// <param name="LogProblems">What is wrong with the log itself: holes in versions, events without keys, …; empty: nothing.</param>
public sealed record VerifyReport(IReadOnlyList<ViewReport> Views, IReadOnlyList<string> LogProblems)
{
    /// <summary>True when nothing differs.</summary>
    public bool Clean => LogProblems.Count == 0 && Views.All(view => view.Different == 0 && view.Unfoldable.Count == 0);

    /// <summary>The same, when there are customers whom nobody settles.</summary>
    internal VerifyReport LeavingOut(long unsettled) => unsettled == 0
        ? this
        : this with { LogProblems = [.. LogProblems, $"{unsettled} customers with late events that nobody folds; a process that runs projections does"] };
}

/// <summary>What a comparison of one view with the fold of the log found.</summary>
/// <param name="View">The view.</param>
/// <param name="Rows">Rows compared.</param>
/// <param name="Different">Rows that differ, are missing or should not be there.</param>
/// <param name="Samples">The first of them, with both sides.</param>
public sealed record ViewReport(string View, long Rows, long Different, IReadOnlyList<RowDifference> Samples)
{
    /// <summary>What differs, summed up; null: only the samples are known.</summary>
    public ViewDiff? Summary { get; init; }

    /// <summary>Customers who were left out, because events that came late were still to be folded into their rows.</summary>
    public long Unsettled { get; init; }

    /// <summary>Customers or cases that are parked. Their rows are compared as of the moment they were parked; that later events wait is no
    /// difference.</summary>
    public long Parked { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<ParkedNote> ParkedSamples { get; init; } = [];

    /// <summary>The first customers or cases that are not parked but cannot be folded now: the fold was changed. They count as different.</summary>
    public IReadOnlyList<ParkedNote> Unfoldable { get; init; } = [];
}

/// <summary>A customer or case whose event cannot be folded.</summary>
/// <param name="Subject">The customer's id, or <c>process/case id</c>.</param>
/// <param name="Position">Position of the event.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Reason">What the fold said.</param>
public sealed record ParkedNote(string Subject, long Position, string EventType, string Reason)
{
    internal static ParkedNote Of(ParkedGroup parked) => new(parked.Subject, parked.Position, parked.EventType, parked.Reason);
}

/// <summary>A row that differs.</summary>
/// <param name="Key">The row's key.</param>
/// <param name="Stored">What stands there; null: no row.</param>
/// <param name="Folded">What the log gives; null: no row.</param>
public sealed record RowDifference(string Key, string? Stored, string? Folded);

/// <summary>What a rebuild did.</summary>
/// <param name="View">The view.</param>
/// <param name="Events">Events folded by this run.</param>
/// <param name="Rows">Rows written by this run.</param>
/// <param name="Promoted">True when readers see the new rows; false: they stand beside (shadow).</param>
/// <param name="Resumed">Events that an earlier run, broken off, had folded already; 0: there was none.</param>
/// <param name="Differences">For a shadow: how the new rows differ from those in use; else null.</param>
public sealed record RebuildReport(string View, long Events, long Rows, bool Promoted, long Resumed, ViewReport? Differences)
{
    /// <summary>Customers or cases that the log's fold had to park, those of an earlier run that was broken off included.</summary>
    public long Parked { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<ParkedNote> ParkedSamples { get; init; } = [];
}

/// <summary>How a read model is rebuilt.</summary>
/// <param name="Shadow">True: it stands beside until it is promoted or discarded.</param>
/// <param name="Fresh">True: what a broken-off rebuild has done is thrown away; false: the rebuild goes on with it.</param>
public sealed record RebuildOptions(bool Shadow = false, bool Fresh = false);
