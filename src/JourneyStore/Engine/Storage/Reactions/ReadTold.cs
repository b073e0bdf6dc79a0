using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reactions;

/// <summary>Events that a reaction is told of.</summary>
internal static class ReadTold
{
    /// <summary>Those at these positions, by position.</summary>
    public static async Task<IReadOnlyList<StoredEvent>> AtAsync(NpgsqlConnection connection, long[] positions, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"select {EventRow.Columns} from mt_events e where e.seq_id = any ($1) order by e.seq_id", Sql.Numbers(positions));
        return await EventRow.ReadAllAsync(command, ct);
    }

    /// <summary>A customer's next ones of these stored types, by version.</summary>
    public static async Task<IReadOnlyList<StoredEvent>> OfAsync(
        NpgsqlConnection connection, Behind behind, string[] types, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"""
            select {EventRow.Columns} from mt_events e
            where e.tenant_id = $1 and e.stream_id = $2 and e.version between $3 and $4 and e.type = any ($5) order by e.version limit $6
            """,
            Sql.Text(behind.Customer.Tenant), Sql.Text(behind.Customer.Customer), Sql.Number(behind.From), Sql.Number(behind.UpTo),
            Sql.Texts(types), Sql.Number(limit));
        return await EventRow.ReadAllAsync(command, ct);
    }
}
