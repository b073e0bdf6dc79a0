using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Projections;

/// <summary>
/// Keeps the inline views of a customer current inside the append's transaction. Events that follow everything folded so far are applied
/// to the stored rows; a late event, or a row that is absent or of an older making, folds that customer's history again, page by page.
/// </summary>
internal sealed class InlineViews(IReadOnlyList<ICustomerProjection> all, EventReader reader)
{
    private const int Page = 2_000;

    public IReadOnlyList<ICustomerProjection> All => all;

    /// <summary>Adds the customer's rows after the batch to the lists, one list a view.</summary>
    public async Task FoldAsync(
        IAppendSession session, CustomerBatch customer, JourneyEvent[] added, IReadOnlyList<List<ViewWrite>> rows, CancellationToken ct)
    {
        Array.Sort(added, ByOccurrence);
        var stream = customer.Stream;
        var late = stream?.Newest is { } newest && PlaceOf(added[0]).CompareTo(newest) < 0;
        var states = new object?[all.Count];
        var missing = false;
        for (var i = 0; i < all.Count; i++)
        {
            if (stream is null || stream.Version == 0) states[i] = all[i].Start(customer.Key.Customer);
            else if (!late && stream.Views[i] is { } row && row.Version == stream.Version) states[i] = all[i].Read(row.Json);
            else missing = true;
        }
        if (missing) await FoldHistoryAsync(session, customer, added, states, ct);
        else
            foreach (var @event in added) Apply(states, @event, _ => true);
        for (var i = 0; i < all.Count; i++)
            rows[i].Add(new ViewWrite(customer.Key.Tenant, customer.Key.Customer, all[i].Write(states[i]!), customer.Version));
    }

    private async Task FoldHistoryAsync(IAppendSession session, CustomerBatch customer, JourneyEvent[] added, object?[] states, CancellationToken ct)
    {
        var anew = Array.ConvertAll(states, state => state is null);
        for (var i = 0; i < all.Count; i++) states[i] ??= all[i].Start(customer.Key.Customer);
        var next = 0;
        OccurrencePlace? after = null;
        while (true)
        {
            var page = await session.ReadHistoryAsync(
                new HistoryQuery(customer.Key.Tenant, customer.Key.Customer, null, after, null, null, null, Page), ct);
            foreach (var stored in page)
            {
                while (next < added.Length && PlaceOf(added[next]).CompareTo(stored.Place) < 0) Apply(states, added[next++], _ => true);
                Apply(states, reader.Read(stored), i => anew[i]);
            }
            if (page.Count < Page) break;
            after = page[^1].Place;
        }
        while (next < added.Length) Apply(states, added[next++], _ => true);
    }

    private void Apply(object?[] states, JourneyEvent @event, Func<int, bool> wanted)
    {
        for (var i = 0; i < all.Count; i++)
            if (wanted(i)) states[i] = all[i].Apply(states[i]!, @event);
    }

    private static OccurrencePlace PlaceOf(JourneyEvent @event) => new(@event.OccurredAt, @event.Position);

    private static int ByOccurrence(JourneyEvent a, JourneyEvent b) => PlaceOf(a).CompareTo(PlaceOf(b));
}
