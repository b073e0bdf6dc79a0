using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>A page of the history of a customer, of whatever streams it is made, or of a case, in the order things occurred, by index.</summary>
internal static class ReadHistory
{
    private static readonly string OfCustomer =
        $"""
        {Members.Of("$1", "$2", " and m.joined_seq <= $5 and m.joined_at <= $7")}
        select {EventRow.Columns} from {Members.Streams} s cross join lateral (
          {Page(Members.Columns("$2"), "e.stream_id = s.id")}) e
        order by {EventRow.At}, e.seq_id limit $8
        """;

    private static readonly string OfCase = Page(EventRow.Columns, $"{EventRow.Case} = $2");

    public static async Task<IReadOnlyList<StoredEvent>> RunAsync(NpgsqlConnection connection, HistoryQuery query, CancellationToken ct)
    {
        await using var command = connection.Command(
            query.Customer is not null ? OfCustomer : OfCase,
            Sql.Text(query.Tenant),
            query.Customer is not null ? Sql.Text(query.Customer) : Sql.Id(query.Case),
            Sql.Number(query.After is { } after ? Micros.Of(after.OccurredAt) : long.MinValue),
            Sql.Number(query.After?.Position ?? 0),
            Sql.Number(query.MaxPosition ?? long.MaxValue),
            Sql.Number(query.OccurredUpTo is { } then ? Micros.Of(then) : long.MaxValue),
            Sql.Moment(query.RecordedUpTo ?? DateTimeOffset.MaxValue),
            Sql.Number(query.Limit));
        return await EventRow.ReadAllAsync(command, ct);
    }

    private static string Page(string columns, string group) =>
        $"""
        select {columns} from mt_events e
        where e.tenant_id = $1 and {group} and ({EventRow.At}, e.seq_id) > ($3, $4)
          and e.seq_id <= $5 and {EventRow.At} <= $6 and e."timestamp" <= $7
        order by {EventRow.At}, e.seq_id limit $8
        """;
}
