using Npgsql;

namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>
/// Takes away checkpoints that count as absent, because the folds have changed or rebuilt rows were put into use since: nobody else passes by
/// customers who have no new events.
/// </summary>
internal sealed class DropStale(IReadOnlyList<ViewTable> views)
{
    private readonly string statement =
        $"""
        delete from js_checkpoints where ctid = any(array(
          select k.ctid from js_checkpoints k where k.mark <> {CheckpointMark.Sql(views)} limit $1 for update skip locked))
        """;

    /// <returns>How many it took.</returns>
    public async Task<int> RunAsync(NpgsqlConnection connection, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(statement, Sql.Number(limit));
        return await command.ExecuteNonQueryAsync(ct);
    }
}
