using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>Looks for what must never be: each statement counts breaches of one rule.</summary>
internal static class CheckLog
{
    private static readonly (string Rule, string Sql)[] Rules =
    [
        ("streams whose version is not the number of their events",
            "select count(*) from mt_streams s left join (select tenant_id, stream_id, count(*) n, max(version) v from mt_events group by 1, 2) e on e.tenant_id = s.tenant_id and e.stream_id = s.id where coalesce(e.n, 0) <> s.version or coalesce(e.v, 0) <> s.version"),
        ("events that are held although they are stored", "select count(*) from js_held h join mt_events e on e.id = h.event_key"),
        ("identifiers of customers that do not exist", "select count(*) from js_identifiers i left join mt_streams s on s.tenant_id = i.tenant_id and s.id = i.customer_id where s.id is null"),
        ("streams that have joined a customer who has joined another", "select count(*) from js_members m join js_members o on o.tenant_id = m.tenant_id and o.stream_id = m.customer_id"),
        ("streams that have got events since they joined a customer", "select count(*) from js_members m join mt_streams s on s.tenant_id = m.tenant_id and s.id = m.stream_id where s.version <> m.events"),
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
