using Marten;

namespace JourneyStore.Engine.Storage.Reactions;

/// <summary>Writes down who is left behind, in the transaction in which the subscription's progress passes their events.</summary>
internal static class LeaveBehind
{
    private const string Statement =
        """
        insert into js_behind (reaction, tenant_id, customer_id, from_version, up_to_version, tries, due_at, reason)
        select ?, u.t, u.c, u.f, u.l, u.n, u.d, u.r
        from unnest(?::varchar[], ?::varchar[], ?::bigint[], ?::bigint[], ?::integer[], ?::timestamptz[], ?::varchar[]) u(t, c, f, l, n, d, r)
        on conflict (reaction, tenant_id, customer_id) do update set up_to_version = greatest(js_behind.up_to_version, excluded.up_to_version)
        """;

    public static void Queue(IDocumentOperations session, string reaction, IReadOnlyList<NewBehind> behind)
    {
        if (behind.Count == 0) return;
        // In one order everywhere, so that whoever writes the same rows waits, and never in a circle.
        var rows = behind.OrderBy(row => row.Customer).ToArray();
        session.QueueSqlCommand(
            Statement, reaction,
            rows.Column(row => row.Customer.Tenant), rows.Column(row => row.Customer.Customer),
            rows.Column(row => row.From), rows.Column(row => row.UpTo),
            rows.Column(row => row.Tries), rows.Column(row => row.DueAt.ToUniversalTime()), rows.Column(row => row.Reason ?? ""));
    }
}
