using JourneyStore.Engine.Identity;
using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>Identity conflicts in which streams have a part, a page by number.</summary>
internal static class ReadConflictsOf
{
    /// <summary>Of <c>js_conflicts c</c>, from parameters $1 (tenant) and $2 (streams).</summary>
    public const string Theirs = "c.tenant_id = $1 and (c.customer_id = any($2) or c.other_id = any($2))";

    public static async Task<IReadOnlyList<IdentityConflict>> PageAsync(
        NpgsqlConnection connection, string tenant, IReadOnlyList<string> streams, long after, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"""
            select c.number, c.identifier, c.other_id, c.customer_id, c.times, c.last_seq, coalesce(e.headers ->> 'id', ''), coalesce(e.headers ->> 'source', ''), c.noted_at
            from js_conflicts c left join mt_events e on e.seq_id = c.last_seq
            where {Theirs} and c.number > $3 order by c.number limit $4
            """,
            Sql.Text(tenant), Sql.Texts([.. streams]), Sql.Number(after), Sql.Number(limit));
        var page = new List<IdentityConflict>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            page.Add(new IdentityConflict(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5),
                reader.GetString(6), reader.GetString(7), EventRow.Moment(reader, 8)));
        return page;
    }
}
