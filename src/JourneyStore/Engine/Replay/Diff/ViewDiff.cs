namespace JourneyStore.Engine.Replay.Diff;

/// <summary>What would differ if rows were replaced by others, for people who decide about it.</summary>
/// <param name="Rows">Rows looked at.</param>
/// <param name="Changed">Rows that both sides have and that differ.</param>
/// <param name="Added">Rows that only the new side has.</param>
/// <param name="Removed">Rows that only the old side has.</param>
/// <param name="Fields">Which fields differ and in how many rows, most rows first; at most <see cref="DiffSummary.MostFields"/>.</param>
/// <param name="Words">Words that become others (labels, tiers, states, outcomes of decisions), most rows first; at most <see
/// cref="DiffSummary.MostWords"/>.</param>
/// <param name="Ranks">How the order changes; null: the view has none, or none changes.</param>
/// <param name="Samples">The first rows that differ, in readable form; at most <see cref="DiffSummary.MostSamples"/>.</param>
public sealed record ViewDiff(
    long Rows, long Changed, long Added, long Removed, IReadOnlyList<FieldDiff> Fields,
    IReadOnlyList<WordDiff> Words, RankDiff? Ranks, IReadOnlyList<RowDiff> Samples)
{
    /// <summary>Rows that differ in any way.</summary>
    public long Different => Changed + Added + Removed;

    /// <summary>Which decisions would change; null: no policy looks at the view, or no customer's row changes.</summary>
    public DecisionsDiff? Decisions { get; init; }
}

/// <summary>A field that differs.</summary>
/// <param name="Field">Its path: <c>value.tier</c>, <c>signals.friction.label</c>; elements of a list without names are <c>[]</c>, numbered names
/// <c>*</c>.</param>
/// <param name="Rows">In how many rows.</param>
public sealed record FieldDiff(string Field, long Rows);

/// <summary>A word that becomes another one.</summary>
/// <param name="Kind"><c>value</c>: it stands in the rows; else what was read from them, for instance <c>decision</c>.</param>
/// <param name="Name">The field, or what was read: a policy.</param>
/// <param name="From">The word of the old side.</param>
/// <param name="To">The word of the new side.</param>
/// <param name="Rows">In how many rows.</param>
public sealed record WordDiff(string Kind, string Name, string From, string To, long Rows);

/// <summary>How the order of a ranked view changes.</summary>
/// <param name="Rows">Rows whose rank differs; they may keep their place.</param>
/// <param name="First">The first places of either side whose holder changes place, best new place first.</param>
public sealed record RankDiff(long Rows, IReadOnlyList<PlaceDiff> First);

/// <summary>A row that changes its place among the first.</summary>
/// <param name="Key">The row.</param>
/// <param name="From">Its old place from 1; null: not among the first.</param>
/// <param name="To">Its new place from 1; null: not among the first.</param>
public sealed record PlaceDiff(string Key, int? From, int? To);

/// <summary>A row that differs.</summary>
/// <param name="Key">Its key.</param>
/// <param name="What"><c>changed</c>, <c>added</c> or <c>removed</c>.</param>
/// <param name="Values">What differs, the first few fields.</param>
/// <param name="More">How many further fields differ.</param>
public sealed record RowDiff(string Key, string What, IReadOnlyList<ValueDiff> Values, int More);

/// <summary>A value that differs.</summary>
/// <param name="Field">The field.</param>
/// <param name="From">The old value, shortened; null: there is none.</param>
/// <param name="To">The new value, shortened; null: there is none.</param>
public sealed record ValueDiff(string Field, string? From, string? To);
