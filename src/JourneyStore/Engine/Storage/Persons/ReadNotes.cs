using System.Text;
using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>A kind of note about streams beside their events, each with a reason that may repeat what an event said.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Table">Its table, called <c>n</c>.</param>
/// <param name="Where">Which rows are meant, from parameters $1 (tenant) and $2 (streams).</param>
/// <param name="Blank">What is set when the reason is to say nothing.</param>
/// <param name="Says">True of rows whose reason says something.</param>
internal sealed record NoteKind(string Name, string Table, string Where, string Blank, string Says);

/// <summary>
/// What is noted of streams beside their events: groups that are parked, events that are left out, reactions that are behind. Each as the row is, in
/// JSON.
/// </summary>
internal static class ReadNotes
{
    private static readonly string CasesOfTheirs =
        $"select ({EventRow.Case})::text from mt_events e where e.tenant_id = $1 and e.stream_id = any($2) and {EventRow.Case} is not null";

    /// <summary>The kinds.</summary>
    public static IReadOnlyList<NoteKind> Kinds { get; } =
    [
        new("parked", "js_parked", $"n.tenant_id = $1 and (n.group_key = any($2) or n.group_key in ({CasesOfTheirs}))", "reason = 'erased'", "n.reason <> 'erased'"),
        new(
            "skipped", "js_skipped", "n.tenant_id = $1 and exists (select from mt_events e where e.seq_id = n.seq_id and e.stream_id = any($2))",
            "reason = 'erased', decided_why = 'erased'", "(n.reason <> 'erased' or n.decided_why <> 'erased')"),
        new("behind", "js_behind", "n.tenant_id = $1 and n.customer_id = any($2)", "reason = ''", "n.reason <> ''"),
    ];

    public static async Task<IReadOnlyList<byte[]>> RunAsync(
        NpgsqlConnection connection, NoteKind kind, string tenant, IReadOnlyList<string> streams, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"select to_jsonb(n)::text from {kind.Table} n where {kind.Where} limit 10000", Sql.Text(tenant), Sql.Texts([.. streams]));
        var notes = new List<byte[]>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) notes.Add(Encoding.UTF8.GetBytes(reader.GetString(0)));
        return notes;
    }

    /// <summary>How many reasons say something.</summary>
    public static async Task<long> CountAsync(NpgsqlConnection connection, string tenant, IReadOnlyList<string> streams, CancellationToken ct)
    {
        var count = 0L;
        foreach (var kind in Kinds)
        {
            await using var command = connection.Command(
                $"select count(*) from {kind.Table} n where {kind.Where} and {kind.Says}", Sql.Text(tenant), Sql.Texts([.. streams]));
            count += (long)(await command.ExecuteScalarAsync(ct))!;
        }
        return count;
    }
}
