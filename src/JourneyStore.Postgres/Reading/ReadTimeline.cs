using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Postgres.Reading;

/// <summary>A page of a customer's timeline, newest first, by index; a page costs the same however long the history is.</summary>
internal static class ReadTimeline
{
    public static async Task<IReadOnlyList<StoredEvent>> RunAsync(NpgsqlConnection connection, StoredTimelineQuery query, CancellationToken ct)
    {
        var type = query.Type is null ? "$8::varchar is null" : "e.type = $8";
        var sql = $"""
            select {EventRow.Columns}
            from {EventRow.OfIndex}
            where i.tenant_id = $1 and i.stream_id = $2
              and (i.occurred_at, i.seq_id) < ($3, $4)
              and i.occurred_at >= $5 and i.occurred_at < $6 and e."timestamp" <= $7 and {type} and i.occurred_at <= $10
            order by i.occurred_at desc, i.seq_id desc
            limit $9
            """;
        await using var command = connection.Command(
            sql,
            Sql.Text(query.Tenant),
            Sql.Text(query.Customer),
            Sql.Moment(query.Before?.OccurredAt ?? DateTimeOffset.MaxValue),
            Sql.Number(query.Before?.Position ?? long.MaxValue),
            Sql.Moment(query.From ?? DateTimeOffset.MinValue),
            Sql.Moment(query.To ?? DateTimeOffset.MaxValue),
            Sql.Moment(query.RecordedUpTo ?? DateTimeOffset.MaxValue),
            Sql.Text(query.Type),
            Sql.Number(query.Limit),
            Sql.Moment(query.OccurredUpTo ?? DateTimeOffset.MaxValue));
        return await EventRow.ReadAllAsync(command, ct);
    }
}
