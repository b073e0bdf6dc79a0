using Npgsql;

namespace JourneyStore.Engine.Storage.Outbox;

/// <summary>Makes deliveries that failed for good due again.</summary>
internal static class ReviveDead
{
    public static async Task<long> RunAsync(NpgsqlConnection connection, string tenant, string? reaction, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = connection.Command(
            "update js_outbox set dead = false, tries = 0, due_at = $3 where dead and tenant_id = $1 and ($2::varchar is null or reaction = $2)",
            Sql.Text(tenant), Sql.Text(reaction), Sql.Moment(now));
        return await command.ExecuteNonQueryAsync(ct);
    }
}
