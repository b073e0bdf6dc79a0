using JourneyStore.Engine;
using JourneyStore.Engine.Projections;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Harness;

/// <summary>Sees that async read models say what the fold of the log says.</summary>
public static class FoldCheck
{
    /// <summary>Waits until all projections are current.</summary>
    public static async Task<long> SettleAsync(this JourneyEngine engine, CancellationToken ct)
    {
        var position = (await engine.StatusAsync(ct)).Position;
        await engine.WaitForProjectionsAsync(position, ct);
        return position;
    }

    /// <summary>Sees it for all async views of some rooms, up to the newest event.</summary>
    /// <param name="engine">Who answers.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="rooms">Whose folds; mended ones, where others could not fold.</param>
    /// <param name="takes">Whether an event counts for a view; null: all do.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task ShouldEqualTheFoldAsync(
        this JourneyEngine engine, string tenant, Inventory rooms, Func<string, JourneyEvent, bool>? takes, CancellationToken ct)
    {
        var position = await engine.SettleAsync(ct);
        var log = await engine.TailAsync(tenant, null, 0, ct).TakeWhileInclusive(e => e.Position < position).ToListAsync(ct);
        foreach (var view in rooms.CustomerViews.Where(view => view.Freshness == Freshness.Async))
        {
            var rows = (await engine.ViewAsync(tenant, view.Name, 1_000, null, ct))
                .Rows.ToDictionary(row => row.Key, row => Model.Stored(view, row.Data));
            rows.ShouldBe(Of(view.Name).GroupBy(e => e.Customer).ToDictionary(c => c.Key, c => Model.Row(view, c)), ignoreOrder: true, view.Name);
        }
        foreach (var view in rooms.Aggregates)
        {
            var rows = (await engine.ViewAsync(tenant, view.Name, 1_000, null, ct))
                .Rows.ToDictionary(row => row.Key, row => Model.Stored(view, row.Data));
            new SortedDictionary<string, string>(rows, StringComparer.Ordinal).ShouldBe(Model.Rows(view, Of(view.Name)), view.Name);
        }

        IEnumerable<JourneyEvent> Of(string view) => log.Where(e => takes?.Invoke(view, e) ?? true);
    }

    /// <summary>Sees that a verification finds nothing.</summary>
    public static async Task ShouldVerifyAsync(this JourneyEngine engine, CancellationToken ct)
    {
        await engine.SettleAsync(ct);
        var report = await engine.VerifyAsync(null, null, ct);
        report.LogProblems.ShouldBeEmpty();
        foreach (var view in report.Views) view.Different.ShouldBe(0, $"{view.View}: {string.Join("; ", view.Samples)}");
        foreach (var view in report.Views) view.Unfoldable.ShouldBeEmpty(view.View);
        report.Clean.ShouldBeTrue();
    }
}
