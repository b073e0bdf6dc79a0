using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>A customer of whom a part is another's.</summary>
/// <param name="From">The customer.</param>
/// <param name="Into">The other, who begins with it; the split is called by that id.</param>
/// <param name="FromPosition">Position of <c>customer.split</c> with the customer.</param>
/// <param name="IntoPosition">Position of <c>customer.split</c> with the other.</param>
/// <param name="Identifiers">Identifiers that are the other's.</param>
/// <param name="Moved">Places of the events that are the other's, in order.</param>
internal sealed record NewSplit(
    CustomerKey From, string Into, long FromPosition, long IntoPosition, IReadOnlyList<string> Identifiers, IReadOnlyList<OccurrencePlace> Moved);

/// <summary>Inside a batch's transaction that holds the customer's stream, once positions are drawn: says which events are another
/// customer's.</summary>
internal static class SplitCustomer
{
    private const string Move = "insert into js_moved (tenant_id, seq_id, split_id, at, moved_seq) select $1, u.p, $2, u.at, $5 from unnest($3, $4) u(p, at)";

    // What is lost has no newest event.
    private const string Streams =
        """
        insert into js_members (tenant_id, stream_id, customer_id, into_id, events, at, seq_id, joined_seq, joined_at) values
          ($1, $3, $2, $2, -$5, -9223372036854775808, 0, $6, $10), ($1, $4, $7, $7, $5, $8, $9, $11, $10)
        """;

    private const string Rebind =
        """
        update js_identifiers i set customer_id = $3, stream_id = $3 from unnest($4) u(name)
        where i.tenant_id = $1 and i.identifier = u.name and i.customer_id = $2
        """;

    private static readonly string Has = $"select j.events, j.joined_seq, j.joined_at, j.at, j.seq_id from {JoinedHistory.Of("$1", "$2")} j";

    /// <returns>What both of them have of other streams by now; nothing when no event goes.</returns>
    public static async Task<Dictionary<CustomerKey, JoinedNow>> RunAsync(
        NpgsqlConnection connection, NewSplit split, DateTimeOffset now, CancellationToken ct)
    {
        var tenant = split.From.Tenant;
        await using var batch = new NpgsqlBatch(connection);
        if (split.Moved.Count > 0) AddMoves(batch, split, now);
        batch.Add(
            Rebind, Sql.Text(tenant), Sql.Text(split.From.Customer), Sql.Text(split.Into),
            Sql.Texts(split.Identifiers.Column(identifier => (string?)identifier)));
        batch.Add(Has, Sql.Text(tenant), Sql.Text(split.From.Customer));
        batch.Add(Has, Sql.Text(tenant), Sql.Text(split.Into));
        var found = new Dictionary<CustomerKey, JoinedNow>();
        await using var reader = await batch.ExecuteReaderAsync(ct);
        foreach (var customer in (CustomerKey[])[split.From, split.From with { Customer = split.Into }])
        {
            await reader.ReadAsync(ct);
            if (split.Moved.Count > 0)
            {
                OccurrencePlace? last = reader.GetInt64(3) == long.MinValue ? null
                    : new OccurrencePlace(Micros.Moment(reader.GetInt64(3)), reader.GetInt64(4));
                found.Add(customer, new JoinedNow(JoinedHistory.Read(reader, 0), last, split.Moved[0]));
            }
            await reader.NextResultAsync(ct);
        }
        return found;
    }

    private static void AddMoves(NpgsqlBatch batch, NewSplit split, DateTimeOffset now)
    {
        var (tenant, newest) = (split.From.Tenant, split.Moved[^1]);
        batch.Add(
            Move, Sql.Text(tenant), Sql.Text(split.Into), Sql.Numbers(split.Moved.Column(place => place.Position)),
            Sql.Numbers(split.Moved.Column(place => Micros.Of(place.OccurredAt))), Sql.Number(split.FromPosition));
        batch.Add(
            Streams, Sql.Text(tenant), Sql.Text(split.From.Customer), Sql.Text(Members.Without(split.Into)), Sql.Text(Members.With(split.Into)),
            Sql.Number(split.Moved.Count), Sql.Number(split.FromPosition), Sql.Text(split.Into), Sql.Number(Micros.Of(newest.OccurredAt)),
            Sql.Number(newest.Position), Sql.Moment(now), Sql.Number(split.IntoPosition));
    }
}
