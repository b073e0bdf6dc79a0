using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>A page of a customer's timeline, of whatever streams it is made, newest first, by index; a page costs the same however long the
/// history is.</summary>
internal static class ReadTimeline
{
    private static readonly string Which =
        $"""
        ({EventRow.At}, e.seq_id) < ($3, $4)
          and {EventRow.At} >= $5 and {EventRow.At} < $6 and e."timestamp" <= $7 and ($8::varchar[] is null or e.type = any($8)) and {EventRow.At} <= $10
          and not {Members.IsNoMove}
        """;

    private static readonly string Order = $"order by {EventRow.At} desc, e.seq_id desc limit $9";

    private static readonly string Statement =
        $"""
        {Members.Of("$1", "$2", " and m.joined_at <= $7")}
        select {EventRow.Columns} from {Members.Streams} s cross join lateral (
          {Members.Events(Members.Columns("$2"), "$1", Which, Order)}) e
        order by {EventRow.At} desc, e.seq_id desc limit $9
        """;

    public static async Task<IReadOnlyList<StoredEvent>> RunAsync(NpgsqlConnection connection, StoredTimelineQuery query, CancellationToken ct)
    {
        await using var command = connection.Command(
            Statement,
            Sql.Text(query.Tenant),
            Sql.Text(query.Customer),
            Number(query.Before?.OccurredAt, long.MaxValue),
            Sql.Number(query.Before?.Position ?? long.MaxValue),
            Number(query.From, long.MinValue),
            Number(query.To, long.MaxValue),
            Sql.Moment(query.RecordedUpTo ?? DateTimeOffset.MaxValue),
            Sql.TextsOrNone(query.Types),
            Sql.Number(query.Limit),
            Number(query.OccurredUpTo, long.MaxValue));
        return await EventRow.ReadAllAsync(command, ct);
    }

    private static NpgsqlParameter Number(DateTimeOffset? moment, long otherwise) => Sql.Number(moment is { } known ? Micros.Of(known) : otherwise);
}
