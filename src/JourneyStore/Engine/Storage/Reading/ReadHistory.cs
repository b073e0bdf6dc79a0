using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>A page of the history of a customer, of whatever streams it is made, or of a case, in the order things occurred, by index.</summary>
internal static class ReadHistory
{
    private static readonly string Which =
        $"""({EventRow.At}, e.seq_id) > ($3, $4) and e.seq_id <= $5 and {EventRow.At} <= $6 and e."timestamp" <= $7""";

    private static readonly string Order = $"order by {EventRow.At}, e.seq_id limit $8";

    private static readonly string OfCustomer =
        $"""
        {Members.Of("$1", "$2", " and m.joined_seq <= $5 and m.joined_at <= $7")}
        select {EventRow.Columns} from {Members.Streams} s cross join lateral (
          {Members.Events(Members.Columns("$2"), "$1", Which, Order)}) e
        order by {EventRow.At}, e.seq_id limit $8
        """;

    private static readonly string OfCase =
        $"select {EventRow.Columns} from mt_events e where e.tenant_id = $1 and {EventRow.Case} = $2 and {Which} {Order}";

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
}
