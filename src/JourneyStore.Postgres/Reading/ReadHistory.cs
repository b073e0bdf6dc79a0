using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Postgres.Reading;

/// <summary>A page of the history of a customer or a case, in the order things occurred, by index.</summary>
internal static class ReadHistory
{
    public static async Task<IReadOnlyList<StoredEvent>> RunAsync(NpgsqlConnection connection, HistoryQuery query, CancellationToken ct)
    {
        var group = query.Customer is not null ? "i.stream_id = $2" : "i.case_key = $2 and i.stream_id is not null";
        var sql = $"""
            select {EventRow.Columns}
            from {EventRow.OfIndex}
            where i.tenant_id = $1 and {group}
              and (i.occurred_at, i.seq_id) > ($3, $4)
              and i.seq_id <= $5 and i.occurred_at <= $6 and e."timestamp" <= $7
            order by i.occurred_at, i.seq_id
            limit $8
            """;
        await using var command = connection.Command(
            sql,
            Sql.Text(query.Tenant),
            query.Customer is not null ? Sql.Text(query.Customer) : Sql.Id(query.Case),
            Sql.Moment(query.After?.OccurredAt ?? DateTimeOffset.MinValue),
            Sql.Number(query.After?.Position ?? 0),
            Sql.Number(query.MaxPosition ?? long.MaxValue),
            Sql.Moment(query.OccurredUpTo ?? DateTimeOffset.MaxValue),
            Sql.Moment(query.RecordedUpTo ?? DateTimeOffset.MaxValue),
            Sql.Number(query.Limit));
        return await EventRow.ReadAllAsync(command, ct);
    }
}
