using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Storage;

/// <summary>What async projections keep: rows, states of groups, and progress, moved together.</summary>
public interface IProjectionStorage
{
    /// <summary>Progress of every async projection and the version it was made with.</summary>
    Task<IReadOnlyList<StoredProgress>> ReadProgressAsync(CancellationToken ct);

    /// <summary>Tries to become the one process that folds a projection; null: another one does. Ends with its disposal or its process.</summary>
    Task<IAsyncDisposable?> TryOwnAsync(string projection, CancellationToken ct);

    /// <summary>Begins a batch of one projection.</summary>
    Task<IProjectionSession> BeginProjectionAsync(ViewTable view, Generation generation, CancellationToken ct);
}

/// <summary>Which rows of a view: those in use, or those that a rebuild makes beside them.</summary>
public enum Generation
{
    /// <summary>In use.</summary>
    Living,

    /// <summary>Being made beside.</summary>
    Next,
}

/// <summary>Progress of a projection.</summary>
/// <param name="Projection">Its name.</param>
/// <param name="Generation">Which rows.</param>
/// <param name="Version">The version of the fold that made them.</param>
/// <param name="Position">Up to where they are current.</param>
/// <param name="Problem">Why it stopped; null: it has not.</param>
public sealed record StoredProgress(string Projection, Generation Generation, string Version, long Position, string? Problem);

/// <summary>One transaction of one projection.</summary>
public interface IProjectionSession : IAsyncDisposable
{
    /// <summary>Rows or states of groups; a group that is absent has none.</summary>
    Task<Dictionary<GroupKey, byte[]>> LoadAsync(bool states, IReadOnlyCollection<GroupKey> keys, CancellationToken ct);

    /// <summary>For each group, the place of its newest event by time of occurrence among those up to a position; absent: none.</summary>
    Task<Dictionary<GroupKey, OccurrencePlace>> LoadNewestAsync(IReadOnlyCollection<GroupKey> groups, bool cases, long upTo, CancellationToken ct);

    /// <summary>A page of a history.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct);

    /// <summary>
    /// Writes rows, deletes rows, writes states, moves the progress from <paramref name="from"/> to <paramref name="to"/>, and commits.
    /// False, and nothing is written, when the progress does not stand at <paramref name="from"/>: another owner moved it.
    /// </summary>
    Task<bool> CommitAsync(ProjectionWrites writes, long from, long to, CancellationToken ct);
}

/// <summary>A group of events: a customer, or a case (its key as text).</summary>
public readonly record struct GroupKey(string Tenant, string Key);

/// <summary>What a batch of a projection writes.</summary>
public sealed record ProjectionWrites(IReadOnlyList<ViewWrite> Rows, IReadOnlyList<GroupKey> DeletedRows, IReadOnlyList<ViewWrite> States);
