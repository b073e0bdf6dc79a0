using Npgsql;

namespace JourneyStore.Engine.Storage.Reactions;

/// <summary>
/// Takes customers for a while whose next try is due. Two processes that ask at once get different ones: a row that the other has locked is passed
/// over.
/// </summary>
internal static class ClaimBehind
{
    private const string Statement =
        """
        with due as (
          select b.reaction, b.tenant_id, b.customer_id from js_behind b
          where b.reaction = any ($1) and b.due_at <= $2 order by b.due_at limit $4 for update skip locked)
        update js_behind b set due_at = $3 from due d where b.reaction = d.reaction and b.tenant_id = d.tenant_id and b.customer_id = d.customer_id
        returning b.reaction, b.tenant_id, b.customer_id, b.from_version, b.up_to_version, b.tries
        """;

    public static async Task<IReadOnlyList<Behind>> RunAsync(
        NpgsqlConnection connection, string[] reactions, DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken ct)
    {
        var claimed = new List<Behind>();
        await using var command = connection.Command(Statement, Sql.Texts(reactions), Sql.Moment(now), Sql.Moment(until), Sql.Number(limit));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var customer = new CustomerKey(reader.GetString(1), reader.GetString(2));
            claimed.Add(new Behind(reader.GetString(0), customer, reader.GetInt64(3), reader.GetInt64(4), reader.GetInt32(5)));
        }
        return claimed;
    }
}
