using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Parking;

/// <summary>Parks groups, lets them go on, and records events that are left out; part of a projection's transaction.</summary>
internal static class WriteParked
{
    public static void Add(NpgsqlBatch batch, string view, Generation generation, ProjectionWrites writes)
    {
        foreach (var skipped in writes.Skipped) AddSkipped(batch, view, skipped);
        if (writes.Unparked.Count > 0) AddUnparked(batch, view, generation, writes.Unparked);
        if (writes.Parked.Count > 0) AddParked(batch, view, generation, writes.Parked);
    }

    /// <summary>A group that is parked already keeps since when it is, and up to where it was folded.</summary>
    public static void AddParked(NpgsqlBatch batch, string view, Generation generation, IReadOnlyList<ParkedGroup> parked) => batch.Add(
        """
        insert into js_parked (projection, generation, tenant_id, group_key, subject, seq_id, event_type, reason, since, tries, folded_to)
        select $1, $2, u.* from unnest($3, $4, $5, $6, $7, $8, $9, $10, $11) u(t, k, s, p, e, r, at, n, f)
        on conflict (projection, generation, tenant_id, group_key) do update set
          seq_id = excluded.seq_id, event_type = excluded.event_type, reason = excluded.reason, tries = excluded.tries
        """,
        Sql.Text(view), Sql.Text(ViewTables.Word(generation)),
        Sql.Texts(parked.Column(p => (string?)p.Group.Tenant)), Sql.Texts(parked.Column(p => (string?)p.Group.Key)),
        Sql.Texts(parked.Column(p => (string?)p.Subject)),
        Sql.Numbers(parked.Column(p => p.Position)), Sql.Texts(parked.Column(p => (string?)p.EventType)),
        Sql.Texts(parked.Column(p => (string?)p.Reason)),
        Sql.Moments(parked.Column(p => p.Since.UtcDateTime)), new NpgsqlParameter<int[]> { TypedValue = parked.Column(p => p.Tries) },
        Sql.Numbers(parked.Column(p => p.FoldedTo)));

    private static void AddUnparked(NpgsqlBatch batch, string view, Generation generation, IReadOnlyList<GroupKey> groups)
    {
        const string OfGroups = "using unnest($2, $3) u(t, k) where p.projection = $1 and p.tenant_id = u.t and p.group_key = u.k";
        var (tenants, keys) = (groups.Column(g => (string?)g.Tenant), groups.Column(g => (string?)g.Key));
        batch.Add($"delete from js_parked p {OfGroups} and p.generation = $4", Sql.Text(view), Sql.Texts(tenants), Sql.Texts(keys), Sql.Text(ViewTables.Word(generation)));
        batch.Add(
            "update js_skipped p set still_stored = false from unnest($2, $3) u(t, k) where p.projection = $1 and p.tenant_id = u.t and p.group_key = u.k",
            Sql.Text(view), Sql.Texts(tenants), Sql.Texts(keys));
    }

    private static void AddSkipped(NpgsqlBatch batch, string view, SkippedEvent skipped) => batch.Add(
        """
        insert into js_skipped (projection, tenant_id, group_key, subject, seq_id, event_type, reason, decided_by, decided_why, decided_at, still_stored)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        Sql.Text(view), Sql.Text(skipped.Group.Tenant), Sql.Text(skipped.Group.Key), Sql.Text(skipped.Subject), Sql.Number(skipped.Position),
        Sql.Text(skipped.EventType), Sql.Text(skipped.Reason), Sql.Text(skipped.By), Sql.Text(skipped.Why), Sql.Moment(skipped.At),
        new NpgsqlParameter<bool> { TypedValue = skipped.StillStored });
}
