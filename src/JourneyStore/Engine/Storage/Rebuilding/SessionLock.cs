using JourneyStore.Engine.Storage.Projecting;
using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>A session advisory lock on a connection of its own, which the server frees when the process dies.</summary>
internal sealed class SessionLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private SessionLock(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Takes it by a statement that answers true when it has been taken; null: it has not.</summary>
    public static Task<IAsyncDisposable?> TakeAsync(NpgsqlDataSource source, string statement, long key, CancellationToken ct) =>
        Failures.Guard<IAsyncDisposable?>(async () =>
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await using var command = connection.Command(statement, Sql.Number(key));
            if (await command.ExecuteScalarAsync(ct) is true) return new SessionLock(connection);
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
            // Said aloud: the server notices the end of a connection only after we have gone on. Nothing else is locked on this one.
            await using var command = connection.Command("select pg_advisory_unlock_all()");
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is broken, so the server has freed the lock already.
        }
        await connection.DisposeAsync();
    }
}
