using System.Text.Json;
using JourneyStore.Engine;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Signals;
using JourneyStore.Events.Service;
using JourneyStore.Views;

namespace JourneyStore.Tests.Views;

/// <summary>An answer is for who asks: nothing in it is there for the fold only.</summary>
public sealed class ShownTests
{
    // What folds keep: buckets, sums, what has ended, which processes are forgotten, spend by period, states of signals.
    private static readonly string[] Kept =
        ["id", "histogram", "totalMilliseconds", "ended", "forgotten", "olderOpen", "periods", "period", "known", "states", "rank", "unweighted", "saidOpened"];

    private static readonly Inventory Rooms = Inventory.Discover();

    public static TheoryData<string> EveryView => [.. Views.Keys];

    private static Dictionary<string, IProjection> Views { get; } =
        ((IEnumerable<IProjection>)[.. Rooms.CustomerViews, new SignalsProjection(Rooms.Signals), .. Rooms.Aggregates])
            .ToDictionary(view => view.Name);

    [Theory, MemberData(nameof(EveryView))]
    public void No_view_shows_how_it_is_kept(string view)
    {
        var story = Story.Random(7, 600, cases: 90);
        foreach (var row in Rows(Views[view], story))
        {
            var shown = Shown(Views[view], row, story.Now.AddHours(5));
            Names(shown).Intersect(Kept).ShouldBeEmpty(shown.ToString());
            Numbers(shown).ShouldAllBe(number => Math.Abs(number) < 1e12, "that would be ticks");
            Lists(shown).ShouldAllBe(list => list.ValueKind != JsonValueKind.Array, "a value in a list without a name says nothing");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(41)]
    public void Times_of_cases_that_took_equally_long_are_exactly_that(int cases)
    {
        var story = new Story();
        for (var i = 0; i < cases; i++) story.Happens(new TicketOpened(), $"{i}").After(hours: 4).Happens(new TicketResolved(), $"{i}")
            .Happens(new TicketClosed(), $"{i}");
        var process = (ProcessAnswer)new ProcessesProjection().Show(Rows(Views["processes"], story).Single(), story.Now);
        process.OpenToResolved.ShouldBe(new DurationsAnswer(cases, 14_400, 14_400, 14_400));
        process.OpenToClosed.ShouldBe(process.OpenToResolved);
        var opened = Rows(Views["steps"], story).Select(row => (StepAnswer)new StepsProjection().Show(row, story.Now)).Single(step => step.Step == "ticket.opened");
        opened.Next.ShouldBe([new NextStepAnswer("ticket.resolved", new DurationsAnswer(cases, 14_400, 14_400, 14_400))]);
    }

    [Fact]
    public void Signals_are_shown_as_of_the_moment_of_asking_with_what_makes_them_up()
    {
        var story = new Story().Happens(new TicketOpened(), "1").Happens(new SlaBreached(), "1");
        var view = new SignalsProjection(Rooms.Signals);
        var later = story.Now.AddDays(14);
        var shown = (SignalsAnswer)view.Show(Rows(view, story).Single(), later);
        (shown.Customer, shown.AsOf).ShouldBe(("c1", later));
        var friction = shown.Signals.Single(signal => signal.Name == "friction");
        friction.Value.ShouldBe(2.5, 0.000001, "five points, a half-life ago");
        friction.Contributions.ShouldHaveSingleItem().What.ShouldStartWith("Service level missed");
    }

    private static List<object> Rows(IProjection view, Story story)
    {
        if (view is ICustomerProjection customer)
            return [customer.Read(customer.Write(story.Events.Aggregate(customer.Start("c1"), customer.Apply)))];
        var aggregate = (IAggregateProjection)view;
        var rows = new Dictionary<string, object>();
        foreach (var events in story.Events.Where(e => e.CaseId is not null).GroupBy(e => (e.Process, e.CaseId)))
            events.Aggregate(aggregate.Start(), (state, e) =>
                aggregate.Apply(state, e, (key, delta) => rows[key] = aggregate.Add(rows.GetValueOrDefault(key), delta)));
        return [.. rows.Values.Select(row => aggregate.ReadRow(aggregate.WriteRow(row)))];
    }

    private static JsonElement Shown(IProjection view, object row, DateTimeOffset asOf) =>
        JsonSerializer.SerializeToElement(view.ShouldBeAssignableTo<IShown>()!.Show(row, asOf), ViewJson.Options);

    private static IEnumerable<JsonElement> Within(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Within(member.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Within).Prepend(element),
        _ => [element],
    };

    private static IEnumerable<string> Names(JsonElement shown) =>
        Within(shown).Where(one => one.ValueKind == JsonValueKind.Object).SelectMany(one => one.EnumerateObject().Select(member => member.Name));

    private static IEnumerable<double> Numbers(JsonElement shown) =>
        Within(shown).Where(one => one.ValueKind == JsonValueKind.Number).Select(one => one.GetDouble());

    private static IEnumerable<JsonElement> Lists(JsonElement shown) =>
        Within(shown).Where(one => one.ValueKind == JsonValueKind.Array).SelectMany(one => one.EnumerateArray());
}
