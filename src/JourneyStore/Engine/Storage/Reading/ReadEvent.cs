using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>An event by its key.</summary>
internal static class ReadEvent
{
    public static async Task<StoredEvent?> RunAsync(NpgsqlConnection connection, string tenant, Guid key, CancellationToken ct)
    {
        await using var command = connection.Command($"select {EventRow.Columns} from mt_events e where e.id = $2 and e.tenant_id = $1", Sql.Text(tenant), Sql.Id(key));
        var found = await EventRow.ReadAllAsync(command, ct);
        return found.Count == 0 ? null : found[0];
    }
}
