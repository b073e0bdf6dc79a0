using JourneyStore.Engine;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Replay;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events;
using JourneyStore.Events.Service;
using JourneyStore.Views;

namespace JourneyStore.Store.Tests.Store;

/// <summary>Views across customers follow the log, and equal the fold of it up to their position.</summary>
public sealed class AsyncViewsTests : StoreTest
{
    [Fact]
    public async Task A_view_that_comes_late_to_a_long_log_is_built_in_bulk_and_then_follows()
    {
        await GoOnWithAsync(await SecondEngineAsync(new EngineOptions { RunProjections = false }));
        var chance = new Random(12);
        for (var i = 0; i < 60; i++)
            await AppendAsync([.. Enumerable.Range(0, 5)
                .Select(j => Event($"crm:{i % 7}", Bodies.Any(chance), at: Time.Now.AddMinutes(-chance.Next(900)), @case: $"C{i % 7}-{j}"))]);
        (await Engine.StatusAsync(Soon)).Projections.Where(p => p.Freshness == "async").ShouldAllBe(p => p.Position == 0);

        await GoOnWithAsync(await SecondEngineAsync(new EngineOptions { BulkFrom = 100 }));
        var last = await StoreAsync(Event("crm:1", new CallReceived(), at: Time.Now));
        await Engine.WaitForProjectionsAsync(last.Position!.Value, Soon);
        (await Engine.RebuildAsync(names: null, new RebuildOptions(), null, Soon)).ShouldAllBe(report => report.Promoted, "nobody is about them any more");
        await Engine.ShouldEqualTheModelAsync(Tenant, await Engine.TailAsync(Tenant, null, 0, Soon)
            .TakeWhileInclusive(e => e.Position < last.Position).ToListAsync());
        await Engine.ShouldVerifyAsync(Soon);
        (await Engine.StatusAsync(Soon)).Projections.ShouldAllBe(p => p.State == "current");
    }

    [Fact]
    public async Task Who_waits_for_them_waits_until_a_first_build_has_let_go_of_them_in_whatever_process_it_is()
    {
        await using var other = Harness.OpenDatabase();
        await using (await other.MarkFirstBuildAsync(Soon))
        await using (await other.MarkFirstBuildAsync(Soon))
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await Should.ThrowAsync<OperationCanceledException>(() => Engine.WaitForProjectionsAsync(0, patience.Token));
        }
        await Engine.WaitForProjectionsAsync(0, Soon);
    }

    [Fact]
    public async Task Held_they_stand_still_until_they_are_begun()
    {
        await GoOnWithAsync(await SecondEngineAsync(new EngineOptions { HoldProjections = true }));
        var receipt = await AppendAsync(Event("crm:1", new TicketOpened { Priority = "1" }, at: Time.Now.AddMinutes(-9), @case: "C1"));
        (await Engine.StatusAsync(Soon)).Projections.Where(p => p.Freshness == "async").ShouldAllBe(p => p.Position == 0);

        Engine.BeginProjections();
        await Engine.WaitForProjectionsAsync(receipt.Position, Soon);
        await ShouldEqualTheFoldAsync();
    }

    [Fact]
    public async Task They_reach_the_position_and_say_so()
    {
        var receipt = await AppendAsync(
            Event("crm:1", new TicketOpened { Priority = "1" }, at: Time.Now.AddMinutes(-9), @case: "C1"),
            Event("crm:1", new SlaBreached(), at: Time.Now.AddMinutes(-5), @case: "C1"));
        await Engine.WaitForProjectionsAsync(receipt.Position, Soon);
        (await Engine.StatusAsync(Soon)).Projections.ShouldAllBe(p => p.State == "current" && p.LagEvents == 0 && p.Problem == null);
        var page = await Engine.ViewAsync(Tenant, "attention", 10, null, Soon);
        page.Position.ShouldBe(receipt.Position);
        page.Rows.ShouldHaveSingleItem().Key.ShouldBe(receipt.Results[0].Customer);
        await ShouldEqualTheFoldAsync();
        (await Engine.ViewAsync("elsewhere", "processes", 10, null, Soon)).Rows.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 300)]
    public async Task Events_may_arrive_in_any_order(int seed, int batch)
    {
        var chance = new Random(seed);
        var life = Life(chance, 150);
        chance.Shuffle(life);
        foreach (var part in life.Chunk(batch)) await AppendAsync(part);
        await ShouldEqualTheFoldAsync();
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task An_event_that_is_late_for_a_view_that_has_gone_on_is_made_good()
    {
        var chance = new Random(12);
        foreach (var part in Life(chance, 80).OrderBy(e => e.OccurredAt).Chunk(20)) await AppendAsync(part);
        await ShouldEqualTheFoldAsync();
        for (var i = 0; i < 5; i++)
        {
            await AppendAsync(Event($"crm:{chance.Next(5)}", Bodies.Any(chance), at: Time.Now.AddHours(-chance.Next(300)), @case: $"C{chance.Next(8)}"));
            await ShouldEqualTheFoldAsync();
        }
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task Two_engines_share_the_work_and_double_nothing()
    {
        var other = await SecondEngineAsync();
        var life = Life(new Random(4), 300);
        await Task.WhenAll(life.Chunk(10).Select((part, i) => AppendToAsync(i % 2 == 0 ? Engine : other, part)));
        await ShouldEqualTheFoldAsync();
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task When_the_engine_that_folds_goes_another_takes_over()
    {
        await AppendAsync(Life(new Random(5), 40));
        await ShouldEqualTheFoldAsync();
        await GoOnWithAsync(await SecondEngineAsync());
        await AppendAsync([.. Life(new Random(6), 40).Select(e => e with { Id = $"{e.Id}-more" })]);
        await ShouldEqualTheFoldAsync();
        await ShouldVerifyAsync();
    }

    private EventCandidate[] Life(Random chance, int events) =>
    [
        .. Enumerable.Range(0, events).Select(i => Event(
            $"crm:{chance.Next(5)}", Bodies.Any(chance), at: Time.Now.AddHours(-chance.Next(300)), id: $"{i}", @case: chance.Next(6) == 0 ? null : $"C{chance.Next(8)}")),
    ];

    private async Task ShouldVerifyAsync()
    {
        var report = await Engine.VerifyAsync(null, null, Soon);
        report.LogProblems.ShouldBeEmpty();
        foreach (var view in report.Views) view.Different.ShouldBe(0, $"{view.View}: {string.Join("; ", view.Samples)}");
    }

    private async Task ShouldEqualTheFoldAsync()
    {
        var position = (await Engine.StatusAsync(Soon)).Position;
        await Engine.WaitForProjectionsAsync(position, Soon);
        var log = await Engine.TailAsync(Tenant, null, 0, Soon).TakeWhileInclusive(e => e.Position < position).ToListAsync(Soon);
        foreach (var view in Model.CustomerViews.Where(view => view.Freshness == Freshness.Async))
            foreach (var customer in log.GroupBy(e => e.Customer))
                Model.Stored(view, (await Engine.ViewRowAsync(Tenant, view.Name, customer.Key, Soon)).Data)
                    .ShouldBe(Model.Row(view, customer), view.Name);
        foreach (var view in StoreHarness.Rooms.Aggregates)
        {
            var rows = (await Engine.ViewAsync(Tenant, view.Name, 1_000, null, Soon))
                .Rows.ToDictionary(row => row.Key, row => Model.Stored(view, row.Data));
            new SortedDictionary<string, string>(rows, StringComparer.Ordinal).ShouldBe(Model.Rows(view, log), view.Name);
        }
    }
}
