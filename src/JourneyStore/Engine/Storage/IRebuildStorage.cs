using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Storage;

/// <summary>Bulk reading and writing for rebuild and verify.</summary>
public interface IRebuildStorage
{
    /// <summary>Tries to become the one process that rebuilds, promotes or discards a view's next generation, until disposal or the process's end; null: another is.</summary>
    Task<IAsyncDisposable?> TryOwnRebuildAsync(string view, CancellationToken ct);

    /// <summary>
    /// Records that the rows of inline views are still to be built, all of them: when there is no customer yet, or when that is so already.
    /// </summary>
    /// <returns>How often rebuilt rows have been put into use so far (<see cref="LoadedBatch.Switches"/>); null: nothing was recorded, the views have rows to keep.</returns>
    Task<long?> LeaveToBuildAsync(IReadOnlyList<ViewTable> views, CancellationToken ct);

    /// <summary>
    /// Begins or goes on: the parts of a rebuild of the same version of the fold that was broken off; or, when there is none or a fresh one
    /// is asked for, no parts, and empty tables beside those of the view, nothing parked.
    /// </summary>
    Task<IReadOnlyList<RebuildPart>> BeginRebuildAsync(ViewTable view, bool fresh, CancellationToken ct);

    /// <summary>Records the parts into which a rebuild is cut.</summary>
    Task PlanRebuildAsync(ViewTable view, IReadOnlyList<RebuildPart> parts, CancellationToken ct);

    /// <summary>The parts of a rebuild that is not at its end; empty: there is none.</summary>
    Task<IReadOnlyList<RebuildPart>> ReadPartsAsync(ViewTable view, CancellationToken ct);

    /// <summary>A moment of the database that several readers can share.</summary>
    Task<ISnapshot> OpenSnapshotAsync(CancellationToken ct);

    /// <summary>Opens a part for views whose rebuilds are cut the same way.</summary>
    Task<IPartWriter> OpenPartAsync(int part, CancellationToken ct);

    /// <summary>What the parts of a view across customers add to its rows, ordered so that what belongs to one row comes together.</summary>
    IAsyncEnumerable<ViewWrite> ReadPartSumsAsync(ViewTable view, CancellationToken ct);

    /// <summary>Writes the rows that the parts come to, and the progress of the next generation, in one transaction.</summary>
    Task JoinPartsAsync(ViewTable view, IAsyncEnumerable<ViewWrite> rows, long position, CancellationToken ct);

    /// <summary>Records that the next generation is complete: it can be promoted, and another rebuild begins anew.</summary>
    Task EndRebuildAsync(ViewTable view, CancellationToken ct);

    /// <summary>Writes rows of the next generation over those that are there.</summary>
    Task UpsertNextAsync(ViewTable view, IReadOnlyList<ViewWrite> rows, CancellationToken ct);

    /// <summary>What the next generation has parked, in whichever run of its rebuild.</summary>
    Task<NextParked> ReadNextParkedAsync(ViewTable view, int samples, CancellationToken ct);

    /// <summary>Customers whose row of the next generation is not current: absent, or of an older stream version.</summary>
    Task<IReadOnlyList<CustomerKey>> ReadStaleAsync(ViewTable view, int limit, CancellationToken ct);

    /// <summary>
    /// Puts the next generation of an inline view into use, at one moment for all readers. Appends wait while the callback brings the
    /// last stale rows up to date.
    /// </summary>
    Task PromoteInlineAsync(ViewTable view, Func<ISwitchSession, Task> bringUpToDate, CancellationToken ct);

    /// <summary>
    /// Puts the next generation of an async view into use together with its progress, which becomes that of every shard, and its parked
    /// groups. False, and nothing is done, when it is behind a shard in use and <paramref name="evenBehind"/> is false.
    /// </summary>
    Task<bool> PromoteAsyncViewAsync(ViewTable view, bool evenBehind, CancellationToken ct);

    /// <summary>Throws the next generation away; false: there was none.</summary>
    Task<bool> DiscardAsync(ViewTable view, CancellationToken ct);

    /// <summary>Faults of the log itself, in plain words; empty: none.</summary>
    Task<IReadOnlyList<string>> CheckLogAsync(CancellationToken ct);
}

/// <summary>One moment of the database.</summary>
public interface ISnapshot : IAsyncDisposable
{
    /// <summary>Number of events up to a position, for progress; may be an estimate.</summary>
    Task<long> CountEventsAsync(CancellationToken ct);

    /// <summary>All customers, in key order, cut into ranges of about equal work.</summary>
    Task<IReadOnlyList<KeyRange>> SplitAsync(bool cases, int parts, CancellationToken ct);

    /// <summary>Events of a range ordered by group, then by occurrence; streamed.</summary>
    IAsyncEnumerable<(GroupKey Group, StoredEvent Event)> ReadRangeAsync(KeyRange range, bool cases, long? maxPosition, CancellationToken ct);

    /// <summary>Rows of a view by key; streamed.</summary>
    IAsyncEnumerable<ViewWrite> ReadRowsAsync(ViewTable view, Generation generation, KeyRange? range, CancellationToken ct);

    /// <summary>Progress as of this moment.</summary>
    Task<IReadOnlyList<StoredProgress>> ReadProgressAsync(CancellationToken ct);

    /// <summary>The parked groups of a view's rows in use, as of this moment.</summary>
    Task<IReadOnlyList<ParkedGroup>> ReadParkedAsync(ViewTable view, CancellationToken ct);

    /// <summary>Positions of the events that a view leaves out, as of this moment; true: the rows in use hold it nevertheless.</summary>
    Task<IReadOnlyDictionary<long, bool>> ReadSkippedAsync(ViewTable view, CancellationToken ct);
}

/// <summary>
/// The transaction of a part, with all views that are folded in one pass over it. Disposed of before its end, nothing of the part is there.
/// One call at a time.
/// </summary>
public interface IPartWriter : IAsyncDisposable
{
    /// <summary>Writes rows in bulk; of a view across customers, states of groups.</summary>
    Task WriteAsync(ViewTable view, IReadOnlyList<ViewWrite> rows, CancellationToken ct);

    /// <summary>Writes what the part adds to a view's rows and what it parked, and that it is done.</summary>
    Task MarkDoneAsync(ViewTable view, PartDone done, CancellationToken ct);

    /// <summary>All of it is there from now on.</summary>
    Task CommitAsync(CancellationToken ct);
}

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

/// <summary>The transaction of a switch, while appends wait.</summary>
public interface ISwitchSession
{
    /// <summary>Customers whose next row is not current.</summary>
    Task<IReadOnlyList<CustomerKey>> ReadStaleAsync(int limit, CancellationToken ct);

    /// <summary>A page of a history.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct);

    /// <summary>Writes rows of the next generation.</summary>
    Task WriteAsync(IReadOnlyList<ViewWrite> rows, CancellationToken ct);
}
