using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>
/// One process at a time rebuilds a view, until it dies at the latest. Beside the locks of Marten's coordinator, which say who folds a view.
/// </summary>
internal static class RebuildLock
{
    public static Task<IAsyncDisposable?> TryAsync(NpgsqlDataSource source, string view, CancellationToken ct) =>
        SessionLock.TakeAsync(source, "select pg_try_advisory_lock($1)", LockKeys.Of($"rebuild of {view}"), ct);
}
