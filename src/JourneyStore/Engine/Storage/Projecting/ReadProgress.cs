using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Projecting;

/// <summary>Progress and making of every view.</summary>
internal static class ReadProgress
{
    public static async Task<IReadOnlyList<StoredProgress>> RunAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // In one batch, and the views first: a promotion between the two leaves no view without its progress.
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("select name, generation, version, problem from js_views order by name, generation");
        batch.Add("select name, last_seq_id from mt_event_progression");
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var views = new List<(string Name, Generation Generation, string Version, string? Problem)>();
        while (await reader.ReadAsync(ct))
            views.Add((reader.GetString(0), reader.GetString(1) == "next" ? Generation.Next : Generation.Living, reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3)));
        await reader.NextResultAsync(ct);
        var positions = new Dictionary<string, long>();
        while (await reader.ReadAsync(ct)) positions[reader.GetString(0)] = reader.IsDBNull(1) ? 0 : reader.GetInt64(1);
        return
        [
            .. views.Select(view => new StoredProgress(
                view.Name, view.Generation, view.Version, positions.GetValueOrDefault(ViewTables.Progress(view.Name, view.Generation), -1),
                view.Problem)),
        ];
    }
}
