using JourneyStore.Engine;

namespace JourneyStore.Benchmarks;

/// <summary>A store with a log of some size and current inline views.</summary>
/// <param name="Engine">An engine on it.</param>
/// <param name="Customers">Its customers, <c>crm:c0</c> and on.</param>
internal sealed record FilledStore(JourneyEngine Engine, int Customers)
{
    public static async Task<FilledStore> MakeAsync(Ground ground, int customers, int rounds)
    {
        var (source, connectionString) = await ground.OpenBaselineAsync();
        await using (source) await LargeLog.AddAsync(source, "c", customers, rounds, ground.Began.AddDays(-30));
        var engine = await ground.OpenEngineAsync(connectionString, projections: false);
        foreach (var view in engine.Views.Where(view => view.Freshness == "inline")) await engine.RebuildAsync(view.Name, shadow: false, null, default);
        return new FilledStore(engine, customers);
    }
}
