using JourneyStore.Engine.Reactions;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reactions;

/// <summary>What a reaction has before it.</summary>
/// <param name="Waiting">Events that it is still to be told of.</param>
/// <param name="Dead">Events on which it failed for good.</param>
/// <param name="Reason">Why the newest of those that have failed did; null: none has.</param>
internal sealed record ToldCount(long Waiting, long Dead, string? Reason);

/// <summary>
/// Counts what a reaction has before it: events after its subscription's progress, those of customers who are behind, and what was taken out of the
/// dead letters. Asked for every two seconds, so it counts no further than anybody needs to know.
/// </summary>
internal static class CountTold
{
    private const int CountUpTo = 100_000;

    private static readonly string Statement =
        $"""
        select
          (select count(*) from (
            select 1 from mt_events e
            where e.seq_id > (
                select coalesce(p.last_seq_id, 0) from js_reactions r left join mt_event_progression p on p.name = $3 where r.name = $1)
              and e.type = any ($2) limit {CountUpTo}) n)
          + (select count(*) from (
            select 1 from js_behind b join mt_events e
              on e.tenant_id = b.tenant_id and e.stream_id = b.customer_id
              and e.version between b.from_version and b.up_to_version and e.type = any ($2)
            where b.reaction = $1 limit {CountUpTo}) n),
          (select b.reason from js_behind b where b.reaction = $1 and b.reason <> '' order by b.due_at desc limit 1)
        """;

    public static async Task<ToldCount> RunAsync(NpgsqlConnection connection, string reaction, string[] types, CancellationToken ct)
    {
        long waiting;
        string? reason;
        await using (var command = connection.Command(
            Statement, Sql.Text(reaction), Sql.Texts(types), Sql.Text(ReactionSubscription.ProgressOf(reaction))))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            (waiting, reason) = (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1));
        }
        var letters = await DeadLetters.CountAsync(connection, ReactionQueue.AddressOf(reaction), CountUpTo, ct);
        return new ToldCount(waiting + letters.Waiting, letters.Dead, reason ?? letters.Reason);
    }
}
