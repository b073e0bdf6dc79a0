using JourneyStore.Engine;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Harness;

/// <summary>Compares every read model of an engine with the obvious model.</summary>
public static class ModelComparison
{
    private const int Page = 1_000;

    /// <summary>Sees that all views, inline and async, of customers and across them, are what the events say in the order they occurred.</summary>
    /// <param name="engine">An engine whose projections have reached the head of the log.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="log">All its events.</param>
    public static async Task ShouldEqualTheModelAsync(this JourneyEngine engine, string tenant, IReadOnlyCollection<JourneyEvent> log)
    {
        foreach (var view in Model.CustomerViews)
            foreach (var customer in log.GroupBy(e => e.Customer))
                Model.Stored(view, (await engine.ViewRowAsync(tenant, view.Name, customer.Key, default)).Data)
                    .ShouldBe(Model.Row(view, customer), view.Name);
        foreach (var view in StoreHarness.Rooms.Aggregates)
            (await engine.RowsAsync(tenant, view.Name, data => Model.Stored(view, data))).ShouldBe(Model.Rows(view, log), view.Name);
    }

    /// <summary>All rows of a view, by key.</summary>
    public static async Task<SortedDictionary<string,
    string>> RowsAsync(this JourneyEngine engine, string tenant, string view, Func<ReadOnlyMemory<byte>, string> text)
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string? after = null;
        do
        {
            var page = await engine.ViewAsync(tenant, view, Page, after, default);
            foreach (var row in page.Rows) rows.Add(row.Key, text(row.Data));
            after = page.Next;
        }
        while (after is not null);
        return rows;
    }
}
