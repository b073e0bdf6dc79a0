using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Engine.Storage.Outbox;

/// <summary>
/// Takes due deliveries of a reaction for a while, with their events. Two processes that ask at once get different ones: a row that the
/// other has locked is passed over, and one that it has claimed meanwhile is not due any more when this one comes to lock it.
/// Whether a row is its customer's first is asked row by row, until there are enough: on a table of which the planner knows nothing it would
/// otherwise join, and read every row of the reaction for each candidate, or ask it of all before it sorts.
/// </summary>
internal static class ClaimDeliveries
{
    private const string Statement =
        $"""
        with first as (
          select o.number
          from (
            select * from js_outbox where reaction = $1 and not dead and due_at <= $2 order by due_at, seq_id offset 0) o
          where o.seq_id = (
            select e.seq_id from js_outbox e
            where e.reaction = o.reaction and e.tenant_id = o.tenant_id and e.customer_id = o.customer_id and not e.dead
            order by e.seq_id limit 1)
          limit $4),
        due as (
          select l.number from js_outbox l
          where l.number = any (array(select f.number from first f)) and not l.dead and l.due_at <= $2 for update skip locked),
        claimed as (
          update js_outbox o set due_at = $3, tries = o.tries + 1 from due d where o.number = d.number returning o.number, o.tries, o.seq_id)
        select {EventRow.Columns}, c.number, c.tries from claimed c cross join lateral (select * from mt_events m where m.seq_id = c.seq_id offset 0) e
        order by c.seq_id
        """;

    public static async Task<IReadOnlyList<StoredDelivery>> RunAsync(
        NpgsqlConnection connection, string reaction, DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken ct)
    {
        var claimed = new List<StoredDelivery>();
        await using var command = connection.Command(Statement, Sql.Text(reaction), Sql.Moment(now), Sql.Moment(until), Sql.Number(limit));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) claimed.Add(new StoredDelivery(reader.GetInt64(EventRow.Width), reader.GetInt32(EventRow.Width + 1), EventRow.Read(reader)));
        return claimed;
    }
}
