using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>
/// The newest checkpoint of which all is part of the answer to a question about the past. Only while the customer's rows are current: else something
/// was stored past the intake, maybe before a checkpoint, and nobody has looked at it yet.
/// </summary>
internal sealed class FindCheckpoint(IReadOnlyList<ViewTable> views)
{
    private readonly string statement =
        $"""
        select {CheckpointColumns.Columns} from js_checkpoints k
        where k.tenant_id = $1 and k.customer_id = $2 and k.at <= $3 and k.last_seq <= $4 and k.last_recorded <= $5
          and k.mark = {CheckpointMark.Sql(views)}
          and exists (
            select from mt_streams s join {ViewTables.Rows(views[0])} v on v.tenant_id = s.tenant_id and v.id = s.id and v.mt_version = s.version
            where s.tenant_id = $1 and s.id = $2)
        order by k.events desc limit 1
        """;

    public async Task<Checkpoint?> RunAsync(NpgsqlConnection connection, HistoryQuery query, CancellationToken ct)
    {
        await using var command = connection.Command(
            statement,
            Sql.Text(query.Tenant),
            Sql.Text(query.Customer),
            Sql.Number(query.OccurredUpTo is { } then ? Micros.Of(then) : long.MaxValue),
            Sql.Number(query.MaxPosition ?? long.MaxValue),
            Sql.Moment(query.RecordedUpTo ?? DateTimeOffset.MaxValue));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? CheckpointColumns.Read(reader) : null;
    }
}
