using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>A page of one stream by version.</summary>
internal static class ReadStream
{
    public static async Task<IReadOnlyList<StoredEvent>> RunAsync(
        NpgsqlConnection connection, string tenant, string customer, long from, bool forwards, int limit, CancellationToken ct)
    {
        var (compare, order) = forwards ? (">=", "asc") : ("<=", "desc");
        await using var command = connection.Command(
            $"select {EventRow.Columns} from mt_events e where e.tenant_id = $1 and e.stream_id = $2 and e.version {compare} $3 order by e.version {order} limit $4",
            Sql.Text(tenant), Sql.Text(customer), Sql.Number(from), Sql.Number(limit));
        return await EventRow.ReadAllAsync(command, ct);
    }
}
