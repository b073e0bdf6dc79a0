using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Projections;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events;
using JourneyStore.Events.Service;
using JourneyStore.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace JourneyStore.Store.Tests.Store;

/// <summary>The order of arrival leaves no trace in any view or signal, and only a late event pays for it.</summary>
public sealed class ArrivalOrderTests : StoreTest
{
    private const string Shuffled = "shuffled";

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    /// <summary>A property of every generated history: of any size, with any mixture, cut into batches and shuffled in any way.</summary>
    [Theory, MemberData(nameof(Seeds))]
    public async Task A_history_that_arrives_in_any_order_gives_the_views_and_signals_of_the_order_in_which_things_occurred(int seed)
    {
        var chance = new Random(seed);
        var customers = 1 + chance.Next(7);
        var cases = 1 + chance.Next(12);
        // Moments all differ: events of the same moment count in the order in which they were stored.
        var history = Enumerable.Range(0, 20 + chance.Next(140)).Select(i => OfHistory(chance, i, customers, cases)).ToArray();
        var shuffled = history.ToArray();
        chance.Shuffle(shuffled);

        foreach (var part in history.OrderBy(e => e.OccurredAt).Chunk(1 + chance.Next(40))) await AppendAsync(part);
        foreach (var part in shuffled.Chunk(1 + chance.Next(20))) await Engine.AppendAsync(new AppendRequest(Shuffled, part), Soon);
        var end = await StoreAsync(Event("crm:end"));
        var other = (await Engine.AppendAsync(new AppendRequest(Shuffled, [Event("crm:end")]), Soon)).Position;
        await Engine.WaitForProjectionsAsync(Math.Max(end.Position!.Value, other), Soon);

        await Engine.ShouldEqualTheModelAsync(Tenant, await LogAsync(Tenant, end.Position.Value));
        await Engine.ShouldEqualTheModelAsync(Shuffled, await LogAsync(Shuffled, other));
        foreach (var view in StoreHarness.Rooms.Aggregates.Where(view => view.Grouping == Grouping.Case))
            (await Engine.RowsAsync(Shuffled, view.Name, data => Model.Stored(view, data)))
                .ShouldBe(await Engine.RowsAsync(Tenant, view.Name, data => Model.Stored(view, data)), view.Name);
        for (var customer = 0; customer < customers; customer++)
            if (history.Any(e => e.Customer is [var named] && named.Value == $"{customer}"))
                (await SignalsAsync(Shuffled, customer)).ShouldBe(await SignalsAsync(Tenant, customer));
    }

    private async Task AppendInOrderAsync(JourneyEngine engine, string customer, int events)
    {
        var start = Time.Now.AddDays(-5);
        var life = Enumerable.Range(0, events).Select(i => Event(customer, new CallReceived(), at: start.AddSeconds(i), id: $"{customer}-{i}", @case: $"{customer}-{i / 50}"));
        var last = 0L;
        foreach (var part in life.Chunk(500)) last = (await AppendToAsync(engine, part)).Position;
        await engine.WaitForProjectionsAsync(last, Soon);
    }

    private EventCandidate OfHistory(Random chance, int i, int customers, int cases)
    {
        var at = Time.Now.AddMinutes(-7 * (i + 1)).AddSeconds(-chance.Next(400));
        return Event($"crm:{chance.Next(customers)}", Bodies.Any(chance), at, $"{i}", chance.Next(5) == 0 ? null : $"C{chance.Next(cases)}") with { Activity = $"step {chance.Next(6)}" };
    }

    private async Task<List<JourneyEvent>> LogAsync(string tenant, long last) =>
        await Engine.TailAsync(tenant, null, 0, Soon).TakeWhileInclusive(e => e.Position < last).ToListAsync(Soon);

    private async Task<(string, double, string, DateTimeOffset?)[]> SignalsAsync(string tenant, int customer) =>
        [.. (await Engine.ContextAsync(tenant, Ref($"crm:{customer}"), new(), Soon)).Signals.Select(s => (s.Name, Math.Round(s.Value, 9), s.Label, s.Since))];
}
