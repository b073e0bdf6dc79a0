using JourneyStore.Engine;
using JourneyStore.Events;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Identity;
using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests.Store.Joining;

/// <summary>A tenant's events with their customers as they are now, or were known to be at a position, in the most obvious way: by following who
/// joined whom.</summary>
internal static class JoinedLog
{
    public static async Task<List<JourneyEvent>> ReadAsync(JourneyEngine engine, string tenant, CancellationToken ct)
    {
        var position = (await engine.StatusAsync(ct)).Position;
        return await engine.TailAsync(tenant, null, 0, ct).Where(e => e.Position <= position)
            .TakeWhileInclusive(e => e.Position < position).ToListAsync(ct);
    }

    /// <summary>The events as they are the customers' who are known to be such at a position; a case that goes from a customer to the same one
    /// has not moved.</summary>
    public static List<JourneyEvent> Known(IEnumerable<JourneyEvent> log, long at = long.MaxValue)
    {
        var events = log.Where(e => e.Position <= at).ToList();
        var into = events.Select(e => e.Body).OfType<CustomersMerged>().ToDictionary(merged => merged.From, merged => merged.Into);
        return [.. events.Select(e => e with { Customer = Owner(e.Customer), Body = e.Body is CaseMoved moved
            ? moved with { From = Owner(moved.From), To = Owner(moved.To) } : e.Body })];

        string Owner(string customer) => into.TryGetValue(customer, out var next) ? Owner(next) : customer;
    }
}
