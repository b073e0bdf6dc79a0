using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Engine.Storage.Outbox;

/// <summary>
/// Writes down that a try failed. What waits behind it is put off with it: otherwise whoever looks for due deliveries would pass over
/// all of them, again and again.
/// </summary>
internal static class WriteFailure
{
    private const string PutOff =
        """
        update js_outbox o set due_at = $3, reason = case when o.number = f.number then $4 else o.reason end
        from (select * from js_outbox where number = $1 and tries = $2 and not dead offset 0) f
        where o.reaction = f.reaction and o.tenant_id = f.tenant_id and o.customer_id = f.customer_id and not o.dead
        """;

    private const string GiveUp = "update js_outbox set dead = true, due_at = $3, reason = $4 where number = $1 and tries = $2 and not dead";

    public static async Task RunAsync(NpgsqlConnection connection, FailedDelivery failed, CancellationToken ct)
    {
        await using var command = connection.Command(
            failed.Dead ? GiveUp : PutOff, Sql.Number(failed.Number), Sql.Number(failed.Try), Sql.Moment(failed.DueAt), Sql.Text(failed.Reason));
        await command.ExecuteNonQueryAsync(ct);
    }
}
