using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>A customer whose history is to be folded outside any append, as of one moment.</summary>
/// <param name="Version">How many events the customer's own stream has.</param>
/// <param name="Joined">What has joined it.</param>
/// <param name="LastPosition">Position of the last of them by version; none of the first so many is beyond it.</param>
/// <param name="Since">Place of the earliest event that is not folded; null: all are.</param>
/// <param name="Switches">How often rebuilt rows had been put into use.</param>
/// <param name="Checkpoints">How many checkpoints there are.</param>
/// <param name="Start">The newest checkpoint before that place; null: none.</param>
internal sealed record SettlementPlan(
    long Version, JoinedHistory Joined, long LastPosition, OccurrencePlace? Since, long Switches, long Checkpoints, Checkpoint? Start)
{
    /// <summary>How many events the customer has in all.</summary>
    public long Events => Version + Joined.Events;
}

/// <summary>Reads a <see cref="SettlementPlan"/>, in one statement and so of one moment.</summary>
internal sealed class PlanSettlement(IReadOnlyList<ViewTable> views)
{
    private const int Joined = 6;
    private const int FirstOfStart = 9;

    private readonly string statement =
        $"""
        select s.version, (select e.seq_id from mt_events e where e.tenant_id = s.tenant_id and e.stream_id = s.id order by e.version desc limit 1),
          x.at, x.seq_id, {ViewTables.Switches(views)},
          (select count(*) from js_checkpoints a where a.tenant_id = s.tenant_id and a.customer_id = s.id and a.mark = {CheckpointMark.Sql(views)}),
          j.events, j.joined_seq, j.joined_at, k.*
        from mt_streams s
        left join js_unsettled x on x.tenant_id = s.tenant_id and x.customer_id = s.id
        left join lateral {JoinedHistory.Of("s.tenant_id", "s.id")} j on true
        left join lateral (
          select {CheckpointColumns.Columns} from js_checkpoints k
          where k.tenant_id = s.tenant_id and k.customer_id = s.id and k.mark = {CheckpointMark.Sql(views)}
            and (k.at, k.seq_id) < (coalesce(x.at, {long.MaxValue}), coalesce(x.seq_id, 0))
          order by k.events desc limit 1) k on true
        where s.tenant_id = $1 and s.id = $2 and not exists (select from js_members o where o.tenant_id = s.tenant_id and o.stream_id = s.id)
        """;

    /// <returns>Null: there is no such customer, or no event, or the customer has joined another.</returns>
    public async Task<SettlementPlan?> RunAsync(NpgsqlConnection connection, CustomerKey customer, CancellationToken ct)
    {
        await using var command = connection.Command(statement, Sql.Text(customer.Tenant), Sql.Text(customer.Customer));
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct) || reader.IsDBNull(1)) return null;
        OccurrencePlace? since = reader.IsDBNull(2) ? null : new OccurrencePlace(Micros.Moment(reader.GetInt64(2)), reader.GetInt64(3));
        return new SettlementPlan(
            reader.GetInt64(0), JoinedHistory.Read(reader, Joined), reader.GetInt64(1), since, reader.GetInt64(4), reader.GetInt64(5),
            reader.IsDBNull(FirstOfStart) ? null : CheckpointColumns.Read(reader, FirstOfStart));
    }
}
