using System.Text;
using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>
/// What is noted of streams beside their events: groups that are parked, events that are left out, reactions that are behind. Each as the row is, in
/// JSON.
/// </summary>
internal static class ReadNotes
{
    /// <summary>The tables, and which of their rows are meant, from parameters $1 (tenant) and $2 (streams).</summary>
    public static IReadOnlyList<(string Name, string Table, string Where)> Kinds { get; } =
    [
        ("parked", "js_parked", "n.tenant_id = $1 and n.group_key = any($2)"),
        ("skipped", "js_skipped", "n.tenant_id = $1 and exists (select from mt_events e where e.seq_id = n.seq_id and e.stream_id = any($2))"),
        ("behind", "js_behind", "n.tenant_id = $1 and n.customer_id = any($2)"),
    ];

    public static async Task<IReadOnlyList<byte[]>> RunAsync(
        NpgsqlConnection connection, string table, string where, string tenant, IReadOnlyList<string> streams, CancellationToken ct)
    {
        await using var command = connection.Command($"select to_jsonb(n)::text from {table} n where {where} limit 10000", Sql.Text(tenant), Sql.Texts([.. streams]));
        var notes = new List<byte[]>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) notes.Add(Encoding.UTF8.GetBytes(reader.GetString(0)));
        return notes;
    }
}
