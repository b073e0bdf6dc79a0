using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Engine.Storage.Projecting;

/// <summary>
/// What a process owns: session advisory locks, one a shard, all on one connection that is used for nothing else, so that the server frees
/// them when the process dies. A lock that processes hold together tells how many there are.
/// </summary>
internal sealed class Ownership(NpgsqlConnection connection)
{
    private const int Seconds = 5;
    private static readonly long Presence = KeyOf("process");

    public static Task<Ownership> OpenAsync(NpgsqlDataSource source, CancellationToken ct) => Failures.Guard<Ownership>(async () =>
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await using var command = connection.Command("select pg_advisory_lock_shared($1)", Sql.Number(Presence));
            await command.ExecuteNonQueryAsync(ct);
            return new Ownership(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    });

    public Task<ShardCensus> LookAsync(IReadOnlyCollection<ShardKey> shards, CancellationToken ct) => Failures.Guard(async () =>
    {
        var free = shards.ToDictionary(KeyOf);
        var processes = 0;
        // One key of 64 bits is shown as two halves; objsubid 1 tells it from two keys of 32.
        await using var command = connection.Command(
            """
            select (l.classid::bigint << 32) | l.objid::bigint from pg_locks l
            where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
              and l.database = (select d.oid from pg_database d where d.datname = current_database())
            """);
        command.CommandTimeout = Seconds;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var key = reader.GetInt64(0);
            if (key == Presence) processes++;
            else free.Remove(key);
        }
        return new ShardCensus(processes, free.Values.ToHashSet());
    });

    public Task<bool> TryTakeAsync(ShardKey shard, CancellationToken ct) => AskAsync("select pg_try_advisory_lock($1)", shard, ct);

    public Task GiveUpAsync(ShardKey shard, CancellationToken ct) => AskAsync("select pg_advisory_unlock($1)", shard, ct);

    /// <summary>Ends the connection, and with it the locks.</summary>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>The key of an advisory lock of ours.</summary>
    internal static long KeyOf(string name) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"journeystore projection {name}")));

    private static long KeyOf(ShardKey shard) => KeyOf($"shard {shard}");

    private Task<bool> AskAsync(string sql, ShardKey shard, CancellationToken ct) => Failures.Guard(async () =>
    {
        await using var command = connection.Command(sql, Sql.Number(KeyOf(shard)));
        command.CommandTimeout = Seconds;
        return await command.ExecuteScalarAsync(ct) is true;
    });
}
