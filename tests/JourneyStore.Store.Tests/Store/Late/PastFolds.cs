using System.Text;
using JourneyStore.Engine;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Checkpoints;
using JourneyStore.Events;
using JourneyStore.Store.Tests.Harness;
using Npgsql;

namespace JourneyStore.Store.Tests.Store.Late;

/// <summary>Answers about the past as the store folds them and as the model does, and what checkpoints there are.</summary>
internal sealed class PastFolds(Database storage, ViewSet views, HistoryFold history, StoreHarness harness) : IAsyncDisposable
{
    public static async Task<PastFolds> OpenAsync(StoreHarness harness, JourneyEngine engine, OrderOptions order)
    {
        var storage = harness.OpenDatabase();
        await storage.PrepareAsync([.. engine.Tables.Values], default);
        var reader = new EventReader(EventCatalog.Discover([.. StoreHarness.Rooms.Assemblies]));
        var views = new ViewSet(StoreHarness.Rooms, reader, order);
        return new PastFolds(storage, views, new HistoryFold(storage, views.Inline, reader, order, _ => { }), harness);
    }

    /// <summary>The inline views, in the order of their rows.</summary>
    public IReadOnlyList<ICustomerProjection> Views => views.Inline.All;

    /// <summary>Sees that a question is answered as the model answers it; gives how many events had to be folded for the answer.</summary>
    public async Task<long> ShouldEqualTheModelAsync(
        IEnumerable<JourneyEvent> stream, string tenant, string customer, DateTimeOffset? occurredUpTo, DateTimeOffset? recordedUpTo,
        long? maxPosition)
    {
        var query = new HistoryQuery(tenant, customer, null, null, maxPosition, occurredUpTo, recordedUpTo, 0);
        var start = await storage.FindCheckpointAsync(query, default);
        var fold = await history.FoldAsync(query, default);
        JourneyEvent[] counted =
        [
            .. stream.Where(e => e.OccurredAt <= (occurredUpTo ?? DateTimeOffset.MaxValue)
                && e.RecordedAt <= (recordedUpTo ?? DateTimeOffset.MaxValue) && e.Position <= (maxPosition ?? long.MaxValue)),
        ];
        var what = $"occurred {occurredUpTo:s}, recorded {recordedUpTo:s}, position {maxPosition}";
        fold.Events.ShouldBe(counted.Length, what);
        fold.LastPosition.ShouldBe(counted.Select(e => e.Position).DefaultIfEmpty().Max(), what);
        // Signals are not written before the first event.
        if (counted.Length > 0) Texts(fold.Write()).ShouldBe(Rows(counted), what);
        return fold.Events - (start?.Events ?? 0);
    }

    /// <summary>Sees that every checkpoint is the model's fold of so many events, and that there are no more than are kept.</summary>
    public async Task<int> CheckpointsShouldBeSoundAsync(
        IReadOnlyCollection<JourneyEvent> stream, string tenant, string customer, CheckpointSpacing spacing)
    {
        await using var connection = await harness.ConnectAsync();
        await using var command = new NpgsqlCommand(
            $"select {CheckpointColumns.Columns} from js_checkpoints k where tenant_id = $1 and customer_id = $2 order by events", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        await using var reader = await command.ExecuteReaderAsync();
        JourneyEvent[] ordered = [.. stream.OrderBy(e => e.OccurredAt).ThenBy(e => e.Position)];
        var found = 0;
        while (await reader.ReadAsync())
        {
            var checkpoint = CheckpointColumns.Read(reader);
            var folded = ordered[..(int)checkpoint.Events];
            checkpoint.Place.ShouldBe(new OccurrencePlace(folded[^1].OccurredAt, folded[^1].Position));
            checkpoint.LastPosition.ShouldBe(folded.Max(e => e.Position));
            checkpoint.LastRecorded.ShouldBeGreaterThanOrEqualTo(folded.Max(e => e.RecordedAt));
            Texts([.. CheckpointRows.Split(checkpoint.Rows, views.Inline.All.Count).Select(row => row.ToArray())]).ShouldBe(Rows(folded));
            found++;
        }
        found.ShouldBeLessThanOrEqualTo((int)spacing.Count(ordered.Length) + Math.Max(1, spacing.Each / 4));
        return found;
    }

    /// <summary>The inline views as the model folds them.</summary>
    public string[] Rows(IReadOnlyCollection<JourneyEvent> events) => [.. views.Inline.All.Select(view => Model.Row(view, events))];

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    private static string[] Texts(byte[][] rows) => Array.ConvertAll(rows, Encoding.UTF8.GetString);
}
