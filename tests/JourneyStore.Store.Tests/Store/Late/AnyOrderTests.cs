using System.Text;
using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage.Checkpoints;
using JourneyStore.Events;
using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests.Store.Late;

/// <summary>
/// Whatever the order of arrival, every answer is the model's: of now, of a moment, of what was known at a moment, and of the events up to a
/// position. Distances and bounds are tiny, so that checkpoints are made, thinned and dropped, and customers are unsettled and settled, all the time;
/// processes end in the middle of it.
/// </summary>
public sealed class AnyOrderTests : StoreTest
{
    private const int Customers = 3;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Every_answer_is_that_of_the_order_in_which_things_occurred(int seed)
    {
        var chance = new Random(seed);
        var order = new OrderOptions
        {
            Distance = 1 + chance.Next(5), Each = 2 + chance.Next(4), FoldAtOnce = 4 + chance.Next(20), Page = 2 + chance.Next(9),
            SettlementPage = 2 + chance.Next(9), LastRest = 1 + chance.Next(4),
        };
        var options = new EngineOptions { Order = order, Intake = new IntakeOptions { RememberedRowBytes = chance.Next(2) * 1_000_000 } };
        await GoOnWithAsync(await SecondEngineAsync(options));
        var other = await SecondEngineAsync(options);
        await using var past = await PastFolds.OpenAsync(Harness, Engine, order);
        var history = History(chance, 260);
        var settledMeanwhile = 0;
        for (var i = 0; i < Customers; i++) await StoreAsync(Event($"crm:{i}", Bodies.Any(chance), at: AnyMoment(chance)));
        foreach (var part in Cut(history, chance))
        {
            await Task.WhenAll(part.Chunk(1 + part.Length / 2).Select((some, i) => AppendToAsync(i == 0 ? Engine : other, some)));
            // A clock may go back.
            Time.Advance(TimeSpan.FromMinutes(chance.Next(90) - 15));
            if (chance.Next(6) == 0) await GoOnWithAsync(await SecondEngineAsync(options));
            for (var i = 0; i < 2; i++) settledMeanwhile += await AskAsync(past, chance, $"crm:{chance.Next(Customers)}") ? 1 : 0;
        }
        settledMeanwhile.ShouldBeGreaterThan(0);

        await Engine.SettleAsync(Soon);
        var checkpoints = 0;
        for (var i = 0; i < Customers; i++)
        {
            var stream = await StreamAsync($"crm:{i}");
            var customer = stream[0].Customer;
            checkpoints += await past.CheckpointsShouldBeSoundAsync(stream, Tenant, customer, new CheckpointSpacing(order.Distance, order.Each));
            (await AskAsync(past, chance, $"crm:{i}")).ShouldBeTrue("nobody is unsettled any more");
        }
        checkpoints.ShouldBeGreaterThan(Customers);
        (await Engine.StatusAsync(Soon)).Unsettled.ShouldBe(0);
        await Engine.ShouldVerifyAsync(Soon);
    }

    /// <summary>Asks about one customer in all ways; false: it is unsettled, so what it is now was not compared.</summary>
    private async Task<bool> AskAsync(PastFolds past, Random chance, string name)
    {
        var now = await Engine.ContextAsync(Tenant, Ref(name), new ContextQuery(), Soon);
        var (customer, isSettled) = (now.Customer, now.Unsettled is null);
        var stream = (await StreamAsync(name)).Where(e => e.Version <= now.Version).ToList();
        if (isSettled) ShouldBe(now, [.. stream.Where(e => e.OccurredAt <= now.AsOf)], past);
        for (var i = 0; i < 3; i++)
        {
            DateTimeOffset? occurred = chance.Next(2) == 0 ? AnyMoment(chance) : null;
            DateTimeOffset? recorded = chance.Next(2) == 0 ? stream[chance.Next(stream.Count)].RecordedAt : null;
            await past.ShouldEqualTheModelAsync(stream, Tenant, customer, occurred, recorded, stream[^1].Position);
            await past.ShouldEqualTheModelAsync(stream, Tenant, customer, occurred, null, stream[chance.Next(stream.Count)].Position);
            var asked = new ContextQuery(occurred ?? Time.Now, recorded);
            var answer = await Engine.ContextAsync(Tenant, Ref(name), asked, Soon);
            ShouldBe(answer, [.. stream.Where(e => e.OccurredAt <= asked.AsOf && e.RecordedAt <= (recorded ?? DateTimeOffset.MaxValue))], past);
        }
        return isSettled;
    }

    private static void ShouldBe(CustomerContext answer, JourneyEvent[] counted, PastFolds past)
    {
        if (counted.Length == 0) return;
        var rows = past.Rows(counted);
        foreach (var view in Model.CustomerViews.Where(view => answer.Views.ContainsKey(view.Name)))
            rows.ShouldContain(Encoding.UTF8.GetString(view.Write(answer.Views[view.Name])), $"{view.Name} as of {answer.AsOf:s}");
    }

    private EventCandidate[] History(Random chance, int events) =>
    [
        .. Enumerable.Range(0, events).Select(i => Event(
            $"crm:{chance.Next(Customers)}", Bodies.Any(chance), at: AnyMoment(chance), id: $"{i}",
            @case: chance.Next(4) == 0 ? null : $"C{chance.Next(6)}")),
    ];

    // Whole hours, so that some things occur at the same moment; some in the hours to come.
    private DateTimeOffset AnyMoment(Random chance) => Time.Now.AddHours(12 - chance.Next(300));

    /// <summary>In parts of any size: a stretch in order, a stretch shuffled.</summary>
    private static IEnumerable<EventCandidate[]> Cut(EventCandidate[] history, Random chance)
    {
        var left = history.OrderBy(e => e.OccurredAt).ToList();
        while (left.Count > 0)
        {
            var part = new List<EventCandidate>();
            for (var size = 1 + chance.Next(24); size > 0 && left.Count > 0; size--)
            {
                // Mostly the next ones; some come much too early, and make all the others late.
                var at = chance.Next(8) == 0 ? chance.Next(left.Count) : 0;
                part.Add(left[at]);
                left.RemoveAt(at);
            }
            yield return [.. part];
        }
    }
}
