using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace JourneyStore.Postgres.Projecting;

/// <summary>
/// One process at a time folds a projection: a session advisory lock on a connection of its own, which the server frees when the process
/// dies. Guarding writes is not its job: progress moves only from where it stood.
/// </summary>
internal sealed class Ownership(NpgsqlConnection connection, long key) : IAsyncDisposable
{
    public static async Task<IAsyncDisposable?> TryAsync(NpgsqlDataSource source, string projection, CancellationToken ct)
    {
        var key = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"journeystore projection {projection}")));
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await using var command = connection.Command("select pg_try_advisory_lock($1)", Sql.Number(key));
            if (await command.ExecuteScalarAsync(ct) is true) return new Ownership(connection, key);
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
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
