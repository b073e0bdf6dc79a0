using System.Text;
using System.Text.Json.Nodes;
using JourneyStore.Engine;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Store.Tests.Harness;

/// <summary>Writes a row of a view that no event asks for, past the engine, by its storage's own means.</summary>
public static class Tampering
{
    public static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    /// <summary>The same row with one number in it changed.</summary>
    public static string Damage(string json)
    {
        var row = JsonNode.Parse(json)!;
        if (!DamageOne(row)) throw new ArgumentException($"No number to damage in {json}");
        return row.ToJsonString();
    }

    /// <summary>The tables of an engine's read models, as its storage is asked for them.</summary>
    public static ViewTable[] TablesOf(JourneyEngine engine) => [.. engine.Tables.Values];

    public static async Task OverwriteAsync(
        Database storage, JourneyEngine engine, string view, string tenant, string key, string json, CancellationToken ct)
    {
        var tables = TablesOf(engine);
        var table = tables.Single(t => t.Name == view);
        await storage.PrepareAsync(tables, ct);
        if (table.Async)
        {
            await using var session = await storage.BeginProjectionAsync(table, Generation.Living, WantedGroups.None, ct);
            var position = session.Position;
            var write = new ViewWrite(tenant, key, Encoding.UTF8.GetBytes(json), position);
            (await session.CommitAsync(new ProjectionWrites([write], [], []), position, position, ct)).ShouldBeTrue();
            return;
        }
        await using var append = storage.OpenAppendSession(engine.Documents, [view], []);
        var batch = await append.LoadAsync(new BatchQuery([], [], [new CustomerKey(tenant, key)], [], [], []), ct);
        var row = new ViewWrite(tenant, key, Encoding.UTF8.GetBytes(json), batch.Streams.Values.Single().Version);
        await append.CommitAsync(
            new BatchWrites { Views = [new RowWrites([], [row])], RecordedAt = engine.Time.GetUtcNow() }, [], ct);
    }

    private static bool DamageOne(JsonNode? node)
    {
        var places = node switch
        {
            JsonObject o => o.Select(property => (property.Value, Set: (Action<JsonNode>)(value => o[property.Key] = value))).ToArray(),
            JsonArray array => [.. array.Select((value, at) => (value, Set: (Action<JsonNode>)(changed => array[at] = changed)))],
            _ => [],
        };
        foreach (var (value, set) in places)
        {
            if (value is JsonValue number && number.TryGetValue<double>(out var was))
            {
                set(was + 1);
                return true;
            }
            if (DamageOne(value)) return true;
        }
        return false;
    }
}
