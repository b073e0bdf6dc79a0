using JourneyStore.Engine.Log;
using JourneyStore.Engine.Persons;
using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>
/// Reads a page of a stream's events that are not masked yet, and writes it masked. What is masked bears a mark, so the same page is never
/// counted twice,
/// whoever was cut off and whoever goes on.
/// </summary>
internal static class MaskEvents
{
    private static readonly string Page =
        $"select {EventRow.Columns} from mt_events e where {CountErasable.Unmasked} and e.version > $4 order by e.version limit $5";

    private static readonly string Write =
        $"""
        with done as (
          update mt_events e set type = u.ty, headers = u.h, data = u.d, correlation_id = u.co, causation_id = u.ca
          from {Sql.Rows("p", "ty", "h", "d", "co", "ca")} u
          where e.seq_id = u.p and not coalesce(e.headers ? '{EventMask.Mark}', false) returning 1)
        {CountErased.Add("events", "$7")}
        """;

    public static async Task<List<StoredEvent>> ReadAsync(
        NpgsqlConnection connection, CustomerKey stream, Guid[] own, long after, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            Page, Sql.Text(stream.Tenant), Sql.Texts([stream.Customer]), Sql.Ids(own), Sql.Number(after), Sql.Number(limit));
        return await EventRow.ReadAllAsync(command, ct);
    }

    public static async Task WriteAsync(
        NpgsqlConnection connection, long erasure, IReadOnlyList<(long Position, MaskedEvent Masked)> events, CancellationToken ct)
    {
        await using var command = connection.Command(
            Write,
            Sql.Numbers(events.Column(e => e.Position)), Sql.Texts(events.Column(e => (string?)e.Masked.Type)),
            Sql.Jsons(events.Column(e => e.Masked.Headers)), Sql.Jsons(events.Column(e => e.Masked.Data)),
            Sql.Texts(events.Column(e => e.Masked.CorrelationId)), Sql.Texts(events.Column(e => e.Masked.CausationId)), Sql.Number(erasure));
        await command.ExecuteNonQueryAsync(ct);
    }
}
