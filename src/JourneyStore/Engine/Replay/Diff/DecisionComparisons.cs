using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay.Diff;

/// <summary>Makes a <see cref="DecisionComparison"/> for a view.</summary>
internal sealed class DecisionComparisons(IReadOnlyList<Policy> policies, ViewSet views, Database storage, TimeProvider time)
{
    /// <summary>For the rows of a view; null: no policy looks at them.</summary>
    public DecisionComparison? Of(ViewTable table)
    {
        var inline = views.Inline.All;
        var compared = Enumerable.Range(0, inline.Count).Where(i => inline[i].Name == table.Name).DefaultIfEmpty(-1).First();
        if (compared < 0 || policies.Count == 0) return null;
        return new DecisionComparison(
            policies, inline, compared,
            async (customer, view, ct) =>
                (await storage.ReadViewRowAsync(customer.Tenant, views.Tables[inline[view].Name], customer.Key, ct))?.Data, time.GetUtcNow());
    }
}
