using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Postgres.Reading;

/// <summary>An event by its key.</summary>
internal static class ReadEvent
{
    public static async Task<StoredEvent?> RunAsync(NpgsqlConnection connection, string tenant, Guid key, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"select {EventRow.Columns} from {EventRow.OfIndex} where i.tenant_id = $1 and i.event_key = $2",
            Sql.Text(tenant), Sql.Id(key));
        var found = await EventRow.ReadAllAsync(command, ct);
        return found.Count == 0 ? null : found[0];
    }
}
