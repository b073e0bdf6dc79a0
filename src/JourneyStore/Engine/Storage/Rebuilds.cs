using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Storage;

/// <summary>A part of a rebuild: it is folded and written as a whole or not at all.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Range">Its groups.</param>
/// <param name="UpTo">Up to which position it folds; null: all that is there when it is folded.</param>
/// <param name="Events">Events folded, when it is done; null: it is not.</param>
public sealed record RebuildPart(int Number, KeyRange Range, long? UpTo, long? Events);

/// <summary>What came of a part.</summary>
/// <param name="Events">Events folded.</param>
/// <param name="Sums">For a view across customers: what the part adds to its rows; else empty.</param>
/// <param name="Parked">Groups that could not be folded; the next generation has them parked.</param>
public sealed record PartDone(long Events, IReadOnlyList<ViewWrite> Sums, IReadOnlyList<ParkedGroup> Parked);

/// <summary>What a next generation has parked.</summary>
/// <param name="Count">How many groups.</param>
/// <param name="First">The first of them by position.</param>
public sealed record NextParked(long Count, IReadOnlyList<ParkedGroup> First)
{
    /// <summary>Nothing.</summary>
    public static NextParked None { get; } = new(0, []);
}

/// <summary>Groups from one key (inclusive) to another (exclusive); null: open.</summary>
public sealed record KeyRange(GroupKey? From, GroupKey? To);

