using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Append;
using JourneyStore.Engine.Storage.Reading;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>The transaction in which an inline view is switched, while appends wait.</summary>
internal sealed class SwitchSession(NpgsqlConnection connection, ViewTable view)
{
    public Task<IReadOnlyList<CustomerKey>> ReadStaleAsync(int limit, CancellationToken ct) => StaleRows.ReadAsync(connection, view, limit, ct);

    public Task DropJoinedAsync(CancellationToken ct) => StaleRows.DropJoinedAsync(connection, view, ct);

    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct) => ReadHistory.RunAsync(connection, query, ct);

    public async Task WriteAsync(IReadOnlyList<ViewWrite> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return;
        await using var command = connection.Command(
            UpsertRows.Statement(ViewTables.Rows(view, Generation.Next), view).Replace("$5", "transaction_timestamp()"),
            Sql.Texts(rows.Column(r => (string?)r.Tenant)), Sql.Texts(rows.Column(r => (string?)r.Key)),
            Sql.Jsons(rows.Column(r => r.Json)), Sql.Numbers(rows.Column(r => r.Version)));
        await command.ExecuteNonQueryAsync(ct);
    }
}
