using JourneyStore.Engine.Reactions;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reactions;

/// <summary>
/// Has the subscriptions of reactions that are new begin where the log ends now, and notes that they have begun. (Marten's own beginning at the
/// present begins there at every start, and passes over what was stored while no process ran; its row of a progress comes with the first event, so
/// there is none to tell a new subscription of an empty log by.)
/// </summary>
internal static class BeginReactions
{
    private const string Statement =
        """
        with begun as (
          insert into js_reactions (name, begun_at) select u.n, $3 from unnest($1, $2) u(n, p) on conflict (name) do nothing returning name)
        insert into mt_event_progression (name, last_seq_id)
        select u.p, e.seq_id from unnest($1, $2) u(n, p) join begun b on b.name = u.n
        cross join (select seq_id from mt_events order by seq_id desc limit 1) e
        on conflict (name) do nothing
        """;

    public static async Task RunAsync(NpgsqlConnection connection, string[] reactions, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = connection.Command(
            Statement, Sql.Texts(reactions), Sql.Texts(reactions.Column(name => (string?)ReactionSubscription.ProgressOf(name))), Sql.Moment(now));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The reactions that have ever begun, also those that are not there any more.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var names = new List<string>();
        await using var command = connection.Command("select name from js_reactions order by name");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) names.Add(reader.GetString(0));
        return names;
    }
}
