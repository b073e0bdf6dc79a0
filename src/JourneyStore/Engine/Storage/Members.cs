using JourneyStore.Engine.Log;
using JourneyStore.Events.Cases;
using Npgsql;

namespace JourneyStore.Engine.Storage;

/// <summary>
/// Of which streams a customer's history is made. Customers who turn out to be one are joined without a word of their streams being rewritten: a
/// row of
/// <c>js_members</c> says whose a stream is from then on (<c>customer_id</c>), which customer it joined (<c>into_id</c>), and when that became known
/// (<c>joined_seq</c>, <c>joined_at</c>): a question about what was known before that does not follow it.
/// <para>
/// A split takes events out of a customer's history, <c>js_moved</c> says which. It is two streams without events of their own: <c>-split:id</c>
/// belongs to the
/// customer who loses them, <c>+split:id</c> to the one who gets them. Who has the first reads without them, who has the second reads them too,
/// unless a later
/// split has taken them; who has both, because the two were joined again, has them as before.
/// </para>
/// </summary>
internal static class Members
{
    /// <summary>Name of the query that <see cref="Of"/> gives.</summary>
    public const string Streams = "streams";

    /// <summary>The stream of a customer who loses the events of a split.</summary>
    public static string Without(string split) => $"-split:{split}";

    /// <summary>The stream of a customer who gets them.</summary>
    public static string With(string split) => $"+split:{split}";

    /// <summary>True for a stream that stands for a split.</summary>
    public static bool IsSplit(string stream) =>
        stream.StartsWith(Without(""), StringComparison.Ordinal) || stream.StartsWith(With(""), StringComparison.Ordinal);

    /// <summary>The splits that some streams stand for on one side.</summary>
    public static HashSet<string> SplitsOf(IEnumerable<string> streams, string side) =>
        [.. streams.Where(stream => stream.StartsWith(side, StringComparison.Ordinal)).Select(stream => stream[side.Length..])];

    /// <summary>True for a stream that stands for a split, as an expression.</summary>
    public static string IsOfSplit(string stream) => $"({stream} like '-split:%' or {stream} like '+split:%')";

    /// <summary>
    /// Events of a stream <c>s</c> of <see cref="Streams"/>, its own and those that a split has brought it, without those that a split has taken from the
    /// customer.
    /// </summary>
    /// <param name="columns">What is selected of an event <c>e</c>.</param>
    /// <param name="tenant">The tenant, as an expression.</param>
    /// <param name="which">What must be true of it.</param>
    /// <param name="order">In which order, and how many: both parts are cut like that.</param>
    public static string Events(string columns, string tenant, string which, string order) =>
        $"""
        (select {columns} from mt_events e cross join {Cut}
          where e.tenant_id = {tenant} and e.stream_id = s.id and {which} and {Stays(tenant, "0")} {order})
        union all
        (select {columns} from js_moved b join mt_events e on e.seq_id = b.seq_id cross join {Cut}
          where s.id like '+split:%' and b.tenant_id = {tenant} and b.split_id = substr(s.id, 8) and {which} and {Stays(tenant, "b.moved_seq")} {order})
        """;

    // Asked once a stream; that most customers have lost nothing is to cost them nothing.
    private const string Cut = $"(select exists (select from {Streams} x where x.id like '-split:%') as some) cut";

    // What a split has brought, a later one may have taken.
    private static string Stays(string tenant, string since) =>
        $"(not cut.some or not exists (select from js_moved v where v.tenant_id = {tenant} and v.seq_id = e.seq_id and v.moved_seq > {since} "
        + $"and '-split:' || v.split_id in (select x.id from {Streams} x)))";

    /// <summary>Whose an event <c>e</c> is, as an expression.</summary>
    public static string OwnerOfEvent { get; } =
        "coalesce((select o.customer_id from js_moved v join js_members o on o.tenant_id = v.tenant_id and o.stream_id = '+split:' || v.split_id "
        + "where v.tenant_id = e.tenant_id and v.seq_id = e.seq_id order by o.joined_seq desc limit 1), "
        + Owner("e.tenant_id", "e.stream_id") + ")";

    /// <summary>Whose events of a stream are, as an expression.</summary>
    public static string Owner(string tenant, string stream) =>
        $"coalesce((select m.customer_id from js_members m where m.tenant_id = {tenant} and m.stream_id = {stream}), {stream})";

    /// <summary>The streams of a customer as a query <c>streams(id)</c>, for the head of a statement or of a part of one.</summary>
    /// <param name="tenant">The tenant, as an expression.</param>
    /// <param name="customer">The customer, as an expression.</param>
    /// <param name="known">What must be true of a join <c>m</c> for it to count; empty: all do.</param>
    public static string Of(string tenant, string customer, string known = "") =>
        $"""
        with recursive {Streams}(id) as (
          select {customer}::varchar union all
          select m.stream_id::varchar from {Streams} s join js_members m on m.tenant_id = {tenant} and m.into_id = s.id{known})
        """;

    /// <summary>
    /// What is selected of an event <c>e</c> of one of these streams, in the form of <see cref="EventRow.Columns"/>, for who reads the customer's
    /// history: all of it is the customer's. Of a stream that has joined, an event's version is 0, because it is none of the customer's own
    /// stream; and
    /// a case that passed to or from it did so to or from the customer.
    /// </summary>
    public static string Columns(string customer) =>
        $"""
        e.seq_id, e.id, e.tenant_id, {customer} as stream_id, case when e.stream_id = {customer} then e.version else 0 end as version, e.type,
        e."timestamp", e.correlation_id, e.causation_id, e.headers,
        case when e.type = '{CaseMoved.Type}'
          then e.data || jsonb_build_object('from', {End("from", customer)}, 'to', {End("to", customer)}) else e.data end as data
        """;

    /// <summary>True for an event that says that a case passed from the customer to the customer: it did not.</summary>
    public static readonly string IsNoMove =
        $"(e.type = '{CaseMoved.Type}' and e.data->>'from' in (select id from {Streams}) and e.data->>'to' in (select id from {Streams}))";

    /// <summary>The streams of a customer.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(NpgsqlConnection connection, string tenant, string customer, CancellationToken ct)
    {
        await using var command = connection.Command($"{Of("$1", "$2")} select id from {Streams}", Sql.Text(tenant), Sql.Text(customer));
        var streams = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) streams.Add(reader.GetString(0));
        return streams;
    }

    private static string End(string end, string customer) =>
        $"case when e.data->>'{end}' in (select id from {Streams}) then {customer} else e.data->>'{end}' end";
}

/// <summary>What has joined a customer who goes on, right after it did.</summary>
/// <param name="History">All that has joined, now and before.</param>
/// <param name="Newest">Place of the newest of these events, those of the batch included; null: none.</param>
/// <param name="Earliest">Place of the earliest stored event of what has joined now; null: none is stored.</param>
internal readonly record struct JoinedNow(JoinedHistory History, OccurrencePlace? Newest, OccurrencePlace? Earliest);

/// <summary>What has joined a customer: the events of other streams.</summary>
/// <param name="Events">How many events these streams have.</param>
/// <param name="LastPosition">Position of the newest join: what is folded of them was not known to be the customer's before.</param>
/// <param name="LastRecorded">When that was recorded.</param>
internal readonly record struct JoinedHistory(long Events, long LastPosition, DateTimeOffset LastRecorded)
{
    /// <summary>What has joined a customer <c>w</c> (tenant_id, id): five columns of <c>j</c>, for a <c>left join lateral</c>.</summary>
    public static string Of(string tenant, string customer) =>
        $"""
        (select sum(m.events)::bigint as events, max(m.joined_seq) as joined_seq, max(m.joined_at) as joined_at,
          (array_agg(m.at order by m.at desc, m.seq_id desc))[1] as at, (array_agg(m.seq_id order by m.at desc, m.seq_id desc))[1] as seq_id
        from js_members m where m.tenant_id = {tenant} and m.customer_id = {customer})
        """;

    /// <summary>Reads the first three columns; nothing has joined when they are null.</summary>
    public static JoinedHistory Read(NpgsqlDataReader reader, int at) =>
        reader.IsDBNull(at) ? default : new JoinedHistory(reader.GetInt64(at), reader.GetInt64(at + 1), EventRow.Moment(reader, at + 2));
}
