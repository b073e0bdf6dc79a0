using Npgsql;

namespace JourneyStore.Postgres.Rebuilding;

/// <summary>Looks for what must never be: each statement counts breaches of one rule.</summary>
internal static class CheckLog
{
    private static readonly (string Rule, string Sql)[] Rules =
    [
        ("streams whose version is not the number of their events",
            "select count(*) from mt_streams s left join (select tenant_id, stream_id, count(*) n, max(version) v from mt_events group by 1, 2) e on e.tenant_id = s.tenant_id and e.stream_id = s.id where coalesce(e.n, 0) <> s.version or coalesce(e.v, 0) <> s.version"),
        ("events without their index row", "select count(*) from mt_events e left join js_event_index i on i.tenant_id = e.tenant_id and i.event_key = e.id and i.seq_id = e.seq_id and i.stream_id = e.stream_id where i.event_key is null"),
        ("index rows without their event", "select count(*) from js_event_index i left join mt_events e on e.seq_id = i.seq_id where i.seq_id is not null and e.seq_id is null"),
        ("held events without their index row, or the reverse", "select count(*) from js_held h full join (select * from js_event_index where seq_id is null) i on i.tenant_id = h.tenant_id and i.event_key = h.event_key where h.number is null or i.event_key is null"),
        ("identifiers of customers that do not exist", "select count(*) from js_identifiers i left join mt_streams s on s.tenant_id = i.tenant_id and s.id = i.customer_id where s.id is null"),
    ];

    public static async Task<IReadOnlyList<string>> RunAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var problems = new List<string>();
        await Generations.Execute(connection, "begin isolation level repeatable read, read only", ct);
        foreach (var (rule, sql) in Rules)
        {
            await using var command = connection.Command(sql);
            command.CommandTimeout = 0;
            var breaches = (long)(await command.ExecuteScalarAsync(ct))!;
            if (breaches > 0) problems.Add($"{breaches} {rule}");
        }
        await Generations.Execute(connection, "commit", ct);
        return problems;
    }
}
