using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>The stored events of a case next to a moment: the last one up to it, and the first one after it.</summary>
internal static class CaseNeighbours
{
    private static readonly string Found = Statement("$1", "$2", "$3");

    /// <summary>The query, with the three arrays that it takes: tenants, keys of cases, moments in microseconds since 1970.</summary>
    public static string Statement(string tenants, string cases, string moments) =>
        $"""
        select u.ord, u.tenant, x.at, x.seq_id, x.id, x.stream_id
        from unnest({tenants}, {cases}, {moments}) with ordinality u(tenant, key, at, ord)
        cross join lateral (
          (select {EventRow.At} as at, e.seq_id, e.id, {Members.OwnerOfEvent} as stream_id from mt_events e
           where e.tenant_id = u.tenant and {EventRow.Case} = u.key and {EventRow.At} <= u.at order by {EventRow.At} desc, e.seq_id desc limit 1)
          union all
          (select {EventRow.At} as at, e.seq_id, e.id, {Members.OwnerOfEvent} as stream_id from mt_events e
           where e.tenant_id = u.tenant and {EventRow.Case} = u.key and {EventRow.At} > u.at order by {EventRow.At}, e.seq_id limit 1)) x
        """;

    public static NpgsqlParameter[] Parameters(CasePlace[] places) =>
    [
        Sql.Texts(places.Column(place => (string?)place.Case.Tenant)), Sql.Ids(places.Column(place => place.Case.Key)),
        Sql.Numbers(places.Column(place => Micros.Of(place.At))),
    ];

    public static void AddTo(NpgsqlBatch batch, CasePlace[] places) => batch.Add(Found, Parameters(places));

    /// <summary>Reads them, by case.</summary>
    public static async Task<Dictionary<TenantKey, List<CaseEvent>>> ReadAsync(NpgsqlDataReader reader, CasePlace[] places, CancellationToken ct)
    {
        var found = new Dictionary<TenantKey, List<CaseEvent>>();
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var @case = places[reader.GetInt64(0) - 1].Case;
            if (!found.TryGetValue(@case, out var events)) found.Add(@case, events = []);
            var one = new CaseEvent(new OccurrencePlace(Micros.Moment(reader.GetInt64(2)), reader.GetInt64(3)), reader.GetGuid(4),
                reader.GetString(5));
            if (!events.Contains(one)) events.Add(one);
        }
        return found;
    }
}
