using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Views;

namespace JourneyStore.Store.Tests.Store;

/// <summary>A case that passes from one customer to another is open with the one no more.</summary>
public sealed class CaseMovesTests : StoreTest
{
    private static readonly DateTimeOffset Begin = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_case_that_went_to_another_customer_and_ended_there_is_open_with_nobody()
    {
        await AppendAsync(
            Event("crm:A", new TicketOpened(), Begin, @case: "T1"), Event("crm:B", new TicketAssigned(), Begin.AddDays(1), @case: "T1"),
            Event("crm:B", new TicketResolved(), Begin.AddDays(2), @case: "T1"), Event("crm:B", new TicketClosed(), Begin.AddDays(3), @case: "T1"));
        (await ProfileAsync("crm:A")).Cases.ShouldSatisfyAllConditions(cases => cases.OpenCount.ShouldBe(0), cases => cases.Closed.ShouldBe(0));
        (await ProfileAsync("crm:B")).Cases.ShouldSatisfyAllConditions(cases => cases.OpenCount.ShouldBe(0), cases => cases.Closed.ShouldBe(1));
    }

    [Fact]
    public async Task Both_timelines_say_so()
    {
        await StoreAsync(Event("crm:A", new TicketOpened(), Begin, @case: "T1"));
        await StoreAsync(Event("crm:B", new TicketAssigned(), Begin.AddDays(1), @case: "T1"));
        var (a, b) = (await IdOfAsync("crm:A"), await IdOfAsync("crm:B"));
        foreach (var customer in (string[])["crm:A", "crm:B"])
        {
            var moved = (await StreamAsync(customer)).Where(one => one.Type == CaseMoved.Type).ShouldHaveSingleItem();
            moved.OccurredAt.ShouldBe(Begin.AddDays(1));
            moved.Body.ShouldBeOfType<CaseMoved>().ShouldSatisfyAllConditions(
                body => body.CaseId.ShouldBe("T1"), body => body.Process.ShouldBe("incident"),
                body => body.From.ShouldBe(a), body => body.To.ShouldBe(b));
        }
    }

    [Fact]
    public async Task It_makes_nobody_look_active()
    {
        await StoreAsync(Event("crm:A", new TicketOpened(), Begin, @case: "T1"));
        await StoreAsync(Event("crm:B", new TicketAssigned(), Begin.AddDays(1), @case: "T1"));
        (await ProfileAsync("crm:A")).LastSeen.ShouldBe(Begin);
    }

    [Fact]
    public async Task A_case_that_comes_back_is_open_again()
    {
        await StoreAsync(Event("crm:A", new TicketOpened(), Begin, @case: "T1"));
        await StoreAsync(Event("crm:B", new TicketAssigned(), Begin.AddDays(1), @case: "T1"));
        await StoreAsync(Event("crm:A", new TicketAssigned(), Begin.AddDays(2), @case: "T1"));
        (await ProfileAsync("crm:A")).Cases.OpenCount.ShouldBe(1);
        (await ProfileAsync("crm:B")).Cases.OpenCount.ShouldBe(0);
    }

    [Fact]
    public async Task Whatever_the_order_of_arrival_it_is_open_with_whom_its_last_event_names()
    {
        await StoreAsync(Event("crm:B", new TicketAssigned(), Begin.AddDays(1), @case: "T1"));
        await StoreAsync(Event("crm:A", new TicketOpened(), Begin, @case: "T1"));
        (await ProfileAsync("crm:A")).Cases.OpenCount.ShouldBe(0);
        (await ProfileAsync("crm:B")).Cases.OpenCount.ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task However_events_arrive_a_case_is_open_with_its_last_event_s_customer_and_with_nobody_else(int seed)
    {
        var random = new Random(seed);
        var sent = new List<(int Customer, int Case, int Hour, long Position)>();
        while (sent.Count < 60)
        {
            (int Customer, int Case, int Hour)[] some =
                [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => (random.Next(3), random.Next(4), random.Next(10)))];
            var receipt = await AppendAsync([.. some.Select(one => Event($"crm:{one.Customer}", new TicketAssigned(), Begin.AddHours(one.Hour), @case: $"T{one.Case}"))]);
            sent.AddRange(some.Zip(receipt.Results, (one, result) => (one.Customer, one.Case, one.Hour, result.Position!.Value)));
        }
        foreach (var customer in sent.Select(one => one.Customer).Distinct())
            (await ProfileAsync($"crm:{customer}")).Cases.Open.Select(open => open.CaseId).Order().ShouldBe(
                sent.GroupBy(one => one.Case).Where(one => one.MaxBy(last => (last.Hour, last.Position)).Customer == customer)
                    .Select(one => $"T{one.Key}").Order());
        (await Engine.VerifyAsync(null, null, Soon)).Clean.ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_is_forgotten_when_two_servers_take_a_case_s_customers_at_once()
    {
        var other = await SecondEngineAsync();
        for (var i = 0; i < 40; i++)
        {
            await Task.WhenAll(
                AppendAsync(Event($"crm:A{i}", new TicketOpened(), Begin, @case: $"T{i}")),
                AppendToAsync(other, Event($"crm:B{i}", new TicketClosed(), Begin.AddDays(1), @case: $"T{i}")));
            (await ProfileAsync($"crm:A{i}")).Cases.OpenCount.ShouldBe(0);
            // Both know the customers by now, so nothing is looked up any more.
            await AppendAsync(Event($"crm:A{i}", new TicketReopened(), Begin.AddDays(2), @case: $"T{i}"));
            await AppendToAsync(other, Event($"crm:B{i}", new TicketClosed(), Begin.AddDays(3), @case: $"T{i}"));
            await AppendAsync(Event($"crm:A{i}", new TicketReopened(), Begin.AddDays(4), @case: $"T{i}"));
            (await ProfileAsync($"crm:A{i}")).Cases.OpenCount.ShouldBe(1);
            (await StreamAsync($"crm:B{i}")).Count(one => one.Type == CaseMoved.Type).ShouldBe(4);
        }
    }

    private async Task<CustomerProfile> ProfileAsync(string customer) =>
        (await Engine.ContextAsync(Tenant, Ref(customer), new ContextQuery(), Soon)).View<CustomerProfile>("profile")!;

    private async Task<string> IdOfAsync(string customer) => (await Engine.ContextAsync(Tenant, Ref(customer), new ContextQuery(), Soon)).Customer;
}
