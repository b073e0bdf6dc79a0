using System.Globalization;
using Npgsql;

namespace JourneyStore.Store.Tests.Order;

/// <summary>
/// An append by hand, step by step, so that a test can hold it anywhere: takes its transaction id, draws a position, writes its event, and
/// commits late, or never.
/// </summary>
internal sealed class StallingAppend : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private StallingAppend(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (this.connection, this.transaction) = (connection, transaction);

    public ulong Transaction { get; private set; }

    public long Position { get; private set; }

    public string Id => string.Create(CultureInfo.InvariantCulture, $"by-hand-{Position}");

    /// <summary>Begins with the stream row and the id, as every append does, before any position.</summary>
    public static async Task<StallingAppend> BeginAsync(NpgsqlConnection connection)
    {
        var append = new StallingAppend(connection, await connection.BeginTransactionAsync());
        append.Transaction = await append.QueryAsync<ulong>("select pg_current_xact_id()");
        return append;
    }

    public async Task<StallingAppend> DrawAsync()
    {
        Position = await QueryAsync<long>("select nextval('mt_events_sequence')");
        return this;
    }

    public async Task<StallingAppend> CommitAsync(string tenant)
    {
        var headers = $$"""{"source":"urn:by-hand","id":"{{Id}}","at":1777593600000000,"noData":true}""";
        await QueryAsync<object>($"""
            insert into mt_streams (tenant_id, id, version) values ('{tenant}', '{Id}', 1);
            insert into mt_events (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, mt_dotnet_type, headers)
              values ({Position}, md5('{Id}')::uuid, '{Id}', 1, jsonb_build_object(), 'thing.happened', '2026-05-01', '{tenant}', 'JourneyStore.Events.FreeEvent, JourneyStore', '{headers}');
            select 1
            """);
        await transaction.CommitAsync();
        return this;
    }

    public Task RollbackAsync() => transaction.RollbackAsync();

    /// <summary>The process dies: the server notices that the connection is gone.</summary>
    public ValueTask DieAsync() => connection.DisposeAsync();

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();

    private async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
