using JourneyStore.Engine.Storage.Projecting;
using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>
/// One process at a time rebuilds a view: a session advisory lock on a connection of its own, which the server frees when the process dies.
/// Beside the locks of Marten's coordinator, which say who folds a view.
/// </summary>
internal sealed class RebuildLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly long key;

    private RebuildLock(NpgsqlConnection connection, long key) => (this.connection, this.key) = (connection, key);

    public static Task<IAsyncDisposable?> TryAsync(NpgsqlDataSource source, string view, CancellationToken ct) =>
        Failures.Guard<IAsyncDisposable?>(async () =>
    {
        var key = LockKeys.Of($"rebuild of {view}");
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await using var command = connection.Command("select pg_try_advisory_lock($1)", Sql.Number(key));
            if (await command.ExecuteScalarAsync(ct) is true) return new RebuildLock(connection, key);
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    });

    public async ValueTask DisposeAsync()
    {
        try
        {
            // Said aloud: the server notices the end of a connection only after we have gone on.
            await using var command = connection.Command("select pg_advisory_unlock($1)", Sql.Number(key));
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is broken, so the server has freed the lock already.
        }
        await connection.DisposeAsync();
    }
}
