using System.Text;
using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.Events.Identity;
using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests.Store.Joining;

/// <summary>
/// Whenever and however it turns out that customers are one, all is as if they had always been one: whatever the order of events and links, over
/// requests and
/// two processes, with distances and bounds so tiny that joins are folded in the append and outside it.
/// </summary>
public sealed class AnyJoinTests : StoreTest
{
    private const int People = 3;
    private const int NamesEach = 4;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 5)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Any_order_of_events_and_links_gives_what_linking_first_gives(int seed)
    {
        var chance = new Random(seed);
        var order = new OrderOptions
        {
            Distance = 1 + chance.Next(5), Each = 2 + chance.Next(4), FoldAtOnce = 4 + chance.Next(30), Page = 2 + chance.Next(9),
            SettlementPage = 2 + chance.Next(9), LastRest = 1 + chance.Next(4),
        };
        var options = new EngineOptions { Order = order, Intake = new IntakeOptions { RememberedRowBytes = chance.Next(2) * 1_000_000 } };
        await GoOnWithAsync(await SecondEngineAsync(options));
        var other = await SecondEngineAsync(options);
        var events = Enumerable.Range(0, 120).Select(i => OfLife(chance, i)).ToArray();
        EventCandidate[] all = [.. events, .. Links()];
        chance.Shuffle(all);
        foreach (var part in all.Chunk(1 + chance.Next(12)))
        {
            await Task.WhenAll(part.Chunk(1 + part.Length / 2).Select((some, i) => AppendToAsync(i == 0 ? Engine : other, some)));
            Time.Advance(TimeSpan.FromMinutes(1 + chance.Next(30)));
            if (chance.Next(6) == 0) await ShouldAnswerAsync(chance);
        }

        await Engine.SettleAsync(Soon);
        await ShouldAnswerAsync(chance);
        var log = JoinedLog.Known(await JoinedLog.ReadAsync(Engine, Tenant, Soon));
        await Engine.ShouldEqualTheModelAsync(Tenant, log);
        for (var person = 0; person < People; person++)
        {
            var contexts = new List<CustomerContext>();
            for (var name = 0; name < NamesEach; name++)
                contexts.Add(await Engine.ContextAsync(Tenant, Ref(Name(person, name)), new ContextQuery(), Soon));
            var customer = contexts.Select(context => context.Customer).Distinct().ShouldHaveSingleItem();
            contexts[0].Identifiers.Count.ShouldBe(NamesEach);
            var expected = all.Where(e => e.Customer[0].Value.StartsWith($"p{person}-", StringComparison.Ordinal)).Select(e => e.Id).Order();
            log.Where(e => e.Customer == customer && e.Source == "urn:contract").Select(e => e.Id).Order().ShouldBe(expected);
        }
        var status = await Engine.StatusAsync(Soon);
        (status.Unsettled, status.Customers).ShouldBe((0, People));
        await Engine.ShouldVerifyAsync(Soon);
    }

    /// <summary>What is known now, and what was known at some positions, of somebody.</summary>
    private async Task ShouldAnswerAsync(Random chance)
    {
        var log = await JoinedLog.ReadAsync(Engine, Tenant, Soon);
        for (var i = 0; i < 3; i++)
        {
            var then = log[chance.Next(log.Count)];
            var recorded = log.Where(e => e.RecordedAt <= then.RecordedAt).ToList();
            var known = JoinedLog.Known(recorded, recorded[^1].Position);
            var owner = known.First(e => e.Position == then.Position).Customer;
            foreach (var name in then.Identifiers.Select(name => name.ToString()).Append(owner))
            {
                var answer = await Engine.ContextAsync(Tenant, Ref(name), new ContextQuery(AsOf: Time.Now, KnownAt: then.RecordedAt), Soon);
                answer.Customer.ShouldBe(owner, $"{name}, known at {then.Position}");
                JourneyEvent[] counted = [.. known.Where(e => e.Customer == owner && e.OccurredAt <= answer.AsOf)];
                if (counted.Length == 0) continue;
                foreach (var view in Model.CustomerViews.Where(view => answer.Views.ContainsKey(view.Name)))
                    Encoding.UTF8.GetString(view.Write(answer.Views[view.Name])).ShouldBe(Model.Row(view, counted), $"{view.Name} of {name}");
            }
        }
    }

    private EventCandidate OfLife(Random chance, int i)
    {
        var (person, first) = (chance.Next(People), chance.Next(NamesEach));
        var names = Name(person, first);
        if (chance.Next(10) == 0) names += "," + Name(person, (first + 1) % NamesEach);
        var at = Time.Now.AddMinutes(-7 * (i + 1)).AddSeconds(-chance.Next(400));
        return Event(names, Bodies.Any(chance), at, $"{i}", chance.Next(3) == 0 ? null : $"{person}-C{chance.Next(3)}");
    }

    /// <summary>Each person's names, linked one to the next.</summary>
    private IEnumerable<EventCandidate> Links() =>
        from person in Enumerable.Range(0, People)
        from name in Enumerable.Range(0, NamesEach - 1)
        select Event($"{Name(person, name)},{Name(person, name + 1)}", new IdentityLinked(), Time.Now.AddDays(-3).AddMinutes(10 * person + name), $"link {person} {name}");

    private static readonly string[] Types = ["anonymous", "email", "phone", "loyalty"];

    private static string Name(int person, int name) => $"{Types[name]}:p{person}-{name}";
}
