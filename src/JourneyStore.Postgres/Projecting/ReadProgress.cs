using JourneyStore.Engine.Storage;
using JourneyStore.Postgres.Schema;
using Npgsql;

namespace JourneyStore.Postgres.Projecting;

/// <summary>Progress and making of every view.</summary>
internal static class ReadProgress
{
    public static async Task<IReadOnlyList<StoredProgress>> RunAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var progress = new Dictionary<string, long>();
        await using (var positions = connection.Command("select name, last_seq_id from mt_event_progression"))
        await using (var reader = await positions.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct)) progress[reader.GetString(0)] = reader.IsDBNull(1) ? 0 : reader.GetInt64(1);
        var all = new List<StoredProgress>();
        await using var views = connection.Command("select name, generation, version, problem from js_views order by name, generation");
        await using var rows = await views.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var generation = rows.GetString(1) == "next" ? Generation.Next : Generation.Living;
            var name = rows.GetString(0);
            all.Add(new StoredProgress(
                name, generation, rows.GetString(2),
                progress.GetValueOrDefault(ViewTables.Progress(name, generation), -1), rows.IsDBNull(3) ? null : rows.GetString(3)));
        }
        return all;
    }
}
