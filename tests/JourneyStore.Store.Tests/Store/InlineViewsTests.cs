using JourneyStore.Engine.Projections;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events;
using JourneyStore.Events.Service;
using JourneyStore.Views;

namespace JourneyStore.Store.Tests.Store;

/// <summary>A view equals the fold of its customer's events in the order they occurred, whatever order they arrived in; inline ones at
/// once.</summary>
public sealed class InlineViewsTests : StoreTest
{
    private const string Ann = "email:ann@example.org";

    private static readonly ICustomerProjection[] Inline = [.. Model.CustomerViews.Where(view => view.Freshness == Freshness.Inline)];

    [Fact]
    public async Task A_view_is_current_when_the_receipt_is_there()
    {
        for (var i = 1; i <= 12; i++)
        {
            var customer = (await StoreAsync(Event(Ann, new CallReceived(), at: Time.Now.AddMinutes(i)))).Customer!;
            var row = await Engine.ViewRowAsync(Tenant, "profile", customer, Soon);
            row.Revision.ShouldBe(i);
            ((CustomerProfile)View("profile").Read(row.Data.Span)).Events.ShouldBe(i);
            await ShouldEqualTheFoldAsync(customer);
        }
    }

    [Fact]
    public async Task Every_engine_sees_what_another_has_stored()
    {
        var other = await SecondEngineAsync();
        for (var i = 1; i <= 8; i++)
        {
            var result = (await AppendToAsync(i % 2 == 0 ? Engine : other, Event(Ann, new CallReceived()))).Results[0];
            (await Engine.ViewRowAsync(Tenant, "profile", result.Customer!, Soon)).Revision.ShouldBe(i);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 17)]
    [InlineData(4, 500)]
    public async Task Events_may_arrive_in_any_order(int seed, int batch)
    {
        var chance = new Random(seed);
        var life = Enumerable.Range(0, 90)
            .Select(i => Event(Ann, Bodies.Any(chance), at: Time.Now.AddHours(-chance.Next(400)), id: $"{i}", @case: $"C{chance.Next(6)}")).ToArray();
        chance.Shuffle(life);
        string? customer = null;
        foreach (var part in life.Chunk(batch)) customer = (await AppendAsync(part)).Results[0].Customer;
        await ShouldEqualTheFoldAsync(customer!);
    }

    [Fact]
    public async Task An_order_of_arrival_leaves_no_trace_in_what_is_shown()
    {
        // Moments all differ, so that the two customers' lives are the same but for positions.
        var life = Enumerable.Range(0, 60).Select(i => (Body: Bodies.Any(new Random(i)), At: Time.Now.AddMinutes(-7 * i))).ToArray();
        var shuffled = life.ToArray();
        new Random(8).Shuffle(shuffled);
        string? ordered = null, other = null;
        foreach (var (body, at) in life.Reverse()) ordered = (await StoreAsync(Event("crm:1", body, at))).Customer;
        foreach (var part in shuffled.Chunk(4)) other = (await AppendAsync([.. part.Select(e => Event("crm:2", e.Body, e.At))])).Results[0].Customer;
        var (one, two) = (await ProfileAsync(ordered!), await ProfileAsync(other!));
        (two.Events, two.FirstSeen, two.LastSeen, two.Name, two.ValueTier, two.CaseRecord).ShouldBe(
            (one.Events, one.FirstSeen, one.LastSeen, one.Name, one.ValueTier, one.CaseRecord));
        var signals = await Task.WhenAll(SignalsAsync("crm:1"), SignalsAsync("crm:2"));
        signals[1].ShouldBe(signals[0]);
    }

    [Fact]
    public async Task Many_at_once_leave_every_view_as_the_fold()
    {
        var chance = new Random(77);
        var other = await SecondEngineAsync();
        var sends = Enumerable.Range(0, 240)
            .Select(i => Event($"crm:{i % 4}", Bodies.Any(chance), at: Time.Now.AddMinutes(-chance.Next(5_000)), @case: $"C{i % 4}-{chance.Next(3)}")).ToArray();
        await Task.WhenAll(sends.Chunk(6).Select((part, i) => AppendToAsync(i % 2 == 0 ? Engine : other, part)));
        for (var i = 0; i < 4; i++) await ShouldEqualTheFoldAsync((await StreamAsync($"crm:{i}"))[0].Customer);
    }

    [Fact]
    public async Task A_long_history_is_folded_page_by_page()
    {
        var chance = new Random(3);
        // Whole minutes, so that many events share a moment across the edges of pages.
        var life = Enumerable.Range(0, 5_200)
            .Select(i => Event(Ann, Bodies.Any(chance), at: Time.Now.AddMinutes(-chance.Next(1_200)), id: $"{i}", @case: $"C{i % 30}"));
        foreach (var part in life.Chunk(2_600)) await AppendAsync(part);
        var late = await StoreAsync(Event(Ann, new SlaBreached(), at: Time.Now.AddMinutes(-600), id: "late", @case: "C1"));
        await Engine.WaitForProjectionsAsync(late.Position!.Value, Soon);
        await ShouldEqualTheFoldAsync(late.Customer!);
        (await Engine.ViewRowAsync(Tenant, "profile", late.Customer!, Soon)).Revision.ShouldBe(5_201);
    }

    private static ICustomerProjection View(string name) => Inline.Single(view => view.Name == name);

    private async Task ShouldEqualTheFoldAsync(string customer)
    {
        var events = await StreamAsync($"id:{customer}");
        foreach (var view in Inline)
        {
            var row = await Engine.ViewRowAsync(Tenant, view.Name, customer, Soon);
            Model.Stored(view, row.Data).ShouldBe(Model.Row(view, events), view.Name);
            row.Revision.ShouldBe(events.Count);
        }
    }

    private async Task<CustomerProfile> ProfileAsync(string customer) =>
        (CustomerProfile)View("profile").Read((await Engine.ViewRowAsync(Tenant, "profile", customer, Soon)).Data.Span);

    private async Task<(string, double, string, DateTimeOffset?)[]> SignalsAsync(string customer) =>
        [.. (await Engine.ContextAsync(Tenant, Ref(customer), new(), Soon)).Signals.Select(s => (s.Name, Math.Round(s.Value, 9), s.Label, s.Since))];
}
