using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Storage;

/// <summary>Bulk reading and writing for rebuild and verify.</summary>
public interface IRebuildStorage
{
    /// <summary>Makes empty tables beside those of a view, throwing away what a broken-off rebuild left.</summary>
    Task BeginRebuildAsync(ViewTable view, CancellationToken ct);

    /// <summary>A moment of the database that several readers can share.</summary>
    Task<ISnapshot> OpenSnapshotAsync(CancellationToken ct);

    /// <summary>Writes rows or states of the next generation in bulk.</summary>
    Task WriteNextAsync(ViewTable view, bool states, IAsyncEnumerable<ViewWrite> rows, CancellationToken ct);

    /// <summary>Writes rows of the next generation over those that are there.</summary>
    Task UpsertNextAsync(ViewTable view, IReadOnlyList<ViewWrite> rows, CancellationToken ct);

    /// <summary>Adds groups that the next generation has parked.</summary>
    Task WriteNextParkedAsync(ViewTable view, IReadOnlyList<ParkedGroup> parked, CancellationToken ct);

    /// <summary>Records the progress of the next generation.</summary>
    Task SetNextProgressAsync(ViewTable view, long position, CancellationToken ct);

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
