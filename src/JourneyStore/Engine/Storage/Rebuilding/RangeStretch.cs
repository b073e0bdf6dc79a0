using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>
/// A stretch of a range that one index scan reads from end to end: part of one tenant, or tenants as a whole. Written as one comparison of rows,
/// <c>(tenant, key) &lt; ($1, $2)</c>, the end would be found only by looking at every entry up to the end of the index.
/// </summary>
internal sealed class RangeStretch
{
    private const string Key = "{key}";

    private readonly string where;
    private readonly string[] bounds;

    private RangeStretch(string where, params string[] bounds) => (this.where, this.bounds) = (where, bounds);

    /// <summary>The stretches of a range, in order.</summary>
    public static IEnumerable<RangeStretch> Of(KeyRange range) => range switch
    {
        { From: { } from, To: { } to } when from.Tenant == to.Tenant =>
            [new($"e.tenant_id = $2 and {Key} >= $3 and {Key} < $4", from.Tenant, from.Key, to.Key)],
        { From: { } from, To: { } to } => [Rest(from), new("e.tenant_id > $2 and e.tenant_id < $3", from.Tenant, to.Tenant), Beginning(to)],
        { From: { } from } => [Rest(from), new("e.tenant_id > $2", from.Tenant)],
        { To: { } to } => [new("e.tenant_id < $2", to.Tenant), Beginning(to)],
        _ => [new("true")],
    };

    /// <summary>The events of the stretch, by group and then by occurrence; the group's key comes first.</summary>
    public NpgsqlCommand Select(NpgsqlConnection connection, bool cases, long maxPosition)
    {
        var key = cases ? EventRow.Case : "e.stream_id";
        var command = connection.Command(
            $"""
            select {key}::text, {EventRow.Columns} from mt_events e
            where {key} is not null and e.seq_id <= $1 and {where.Replace(Key, key, StringComparison.Ordinal)}
            order by e.tenant_id, {key}, {EventRow.At}, e.seq_id
            """,
            Sql.Number(maxPosition));
        for (var i = 0; i < bounds.Length; i++)
            command.Parameters.Add(i > 0 && cases && where.Contains(Key, StringComparison.Ordinal) ? Sql.Id(Guid.Parse(bounds[i]))
                : Sql.Text(bounds[i]));
        return command;
    }

    private static RangeStretch Rest(GroupKey from) => new($"e.tenant_id = $2 and {Key} >= $3", from.Tenant, from.Key);

    private static RangeStretch Beginning(GroupKey to) => new($"e.tenant_id = $2 and {Key} < $3", to.Tenant, to.Key);
}
