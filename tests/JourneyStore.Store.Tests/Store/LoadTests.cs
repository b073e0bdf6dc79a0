using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Replay;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events;
using JourneyStore.Events.Service;

namespace JourneyStore.Store.Tests.Store;

/// <summary>A load leaves inline views to its end; nobody gets a wrong answer meanwhile, and at the end they are what they would have been.</summary>
public sealed class LoadTests : StoreTest
{
    private static readonly EngineOptions Held = new() { HoldProjections = true };

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 300)]
    public async Task At_its_end_every_view_equals_the_fold(int seed, int batch)
    {
        await LoadAsync();
        foreach (var part in Life(seed, 300).Chunk(batch)) await AppendAsync(part);
        Engine.BeginProjections();
        await ShouldEqualTheModelAsync();
        (await Engine.StatusAsync(Soon)).Projections.ShouldAllBe(view => view.State == "current" && view.LagEvents == 0);
    }

    [Fact]
    public async Task What_the_same_engine_stores_after_it_is_folded_at_once_however_late_it_is()
    {
        await LoadAsync();
        await AppendAsync(Life(3, 60));
        Engine.BeginProjections();
        await Engine.SettleAsync(Soon);
        foreach (var late in Life(4, 40).Select(e => e with { Id = $"{e.Id}-late", OccurredAt = e.OccurredAt!.Value.AddHours(-50) })
            .Chunk(3)) await AppendAsync(late);
        await ShouldEqualTheModelAsync();
    }

    [Fact]
    public async Task Meanwhile_answers_about_a_customer_are_right_and_pages_of_rows_say_that_they_wait()
    {
        await LoadAsync();
        var other = await SecondEngineAsync();
        await AppendAsync(Enumerable.Range(0, 5).Select(i => Event("crm:1", new CallReceived(), at: Time.Now.AddMinutes(-i))).ToArray());

        foreach (var engine in new[] { Engine, other })
        {
            var context = await engine.ContextAsync(Tenant, Ref("crm:1"), new ContextQuery(), Soon);
            context.Version.ShouldBe(5);
            context.View<Views.CustomerProfile>("profile")!.Events.ShouldBe(5);
            var page = await engine.ViewAsync(Tenant, "profile", 10, null, Soon);
            (page.Position, page.Rows.Count).ShouldBe((0, 0));
            var profile = (await engine.StatusAsync(Soon)).Projections.Single(view => view.Name == "profile");
            (profile.State, profile.Position, profile.LagEvents).ShouldBe(("catching-up", 0, (await engine.StatusAsync(Soon)).Position));
        }
    }

    [Fact]
    public async Task Another_process_may_store_events_of_the_same_customers_meanwhile()
    {
        await LoadAsync();
        var other = await SecondEngineAsync();
        await Task.WhenAll(Life(5, 300).Chunk(6).Select((part, i) => AppendToAsync(i % 2 == 0 ? Engine : other, part)));
        Engine.BeginProjections();
        await ShouldEqualTheModelAsync();
    }

    [Fact]
    public async Task A_load_that_was_broken_off_is_built_by_whoever_runs_projections_next()
    {
        await LoadAsync();
        await AppendAsync(Life(6, 80));
        await GoOnWithAsync(await SecondEngineAsync(Held));
        (await Engine.StatusAsync(Soon)).Projections.Where(view => view.Freshness == "inline").ShouldAllBe(view => view.State == "catching-up");
        await GoOnWithAsync(await SecondEngineAsync());
        await ShouldEqualTheModelAsync();
    }

    [Fact]
    public async Task A_load_that_was_broken_off_goes_on_as_one()
    {
        await LoadAsync();
        await AppendAsync(Life(7, 80));
        await GoOnWithAsync(await SecondEngineAsync(Held));
        (await Engine.TryBeginLoadAsync(Soon)).ShouldBeTrue();
        await AppendAsync(Life(8, 80).Select(e => e with { Id = $"{e.Id}-more" }).ToArray());
        (await Engine.StatusAsync(Soon)).Projections.Single(view => view.Name == "profile").Rows.ShouldBe(0);
        Engine.BeginProjections();
        await ShouldEqualTheModelAsync();
    }

    [Fact]
    public async Task A_store_with_customers_is_not_loaded_but_appended_to_as_ever()
    {
        await StoreAsync(Event("crm:1", new CallReceived()));
        await GoOnWithAsync(await SecondEngineAsync(Held));
        (await Engine.TryBeginLoadAsync(Soon)).ShouldBeFalse();
        var customer = (await StoreAsync(Event("crm:1", new CallReceived()))).Customer!;
        (await Engine.ViewRowAsync(Tenant, "profile", customer, Soon)).Revision.ShouldBe(2);
    }

    [Fact]
    public async Task Async_views_that_are_built_and_put_into_use_meanwhile_do_not_end_it()
    {
        await LoadAsync();
        await AppendAsync(Life(11, 40));
        await Engine.RebuildAsync(["attention", "steps"], new RebuildOptions(), null, Soon);
        await AppendAsync(Life(12, 40).Select(e => e with { Id = $"{e.Id}-more" }).ToArray());
        (await Engine.StatusAsync(Soon)).Projections.Single(view => view.Name == "profile").Rows.ShouldBe(0);
        Engine.BeginProjections();
        await ShouldEqualTheModelAsync();
    }

    [Fact]
    public async Task One_process_loads_at_a_time_and_nobody_rebuilds_beside_it()
    {
        await LoadAsync();
        (await (await SecondEngineAsync(Held)).TryBeginLoadAsync(Soon)).ShouldBeFalse();
        var met = await Should.ThrowAsync<StoreException>(() => Engine.RebuildAsync("profile", shadow: false, null, Soon));
        met.Code.ShouldBe("rebuild-met");
    }

    [Fact]
    public async Task A_loader_that_was_taken_for_dead_leaves_no_row_behind()
    {
        await LoadAsync();
        await AppendAsync(Life(9, 80));
        await Harness.CutOwnershipsAsync();
        var other = await SecondEngineAsync();
        await other.SettleAsync(Soon);
        await AppendAsync(Life(10, 80).Select(e => e with { Id = $"{e.Id}-more" }).ToArray());
        await GoOnWithAsync(other);
        await ShouldEqualTheModelAsync();
    }

    [Fact]
    public async Task A_view_that_cannot_be_built_says_why_and_is_built_once_its_fold_is_mended()
    {
        await GoOnWithAsync(await SecondEngineAsync(Held, Fragile.Rooms()));
        (await Engine.TryBeginLoadAsync(Soon)).ShouldBeTrue();
        var customer = (await AppendAsync(Event("crm:1", new CallReceived()), Event("crm:1", type: Fragile.Unbearable))).Results[1].Customer!;
        Engine.BeginProjections();
        await EventuallyAsync(async () => (await Engine.StatusAsync(Soon)).Projections.Single(view => view.Name == "fragile-inline").State == "stopped", "the view cannot be built");
        (await Engine.StatusAsync(Soon)).Projections.Single(view => view.Name == "fragile-inline").Problem.ShouldNotBeNull().ShouldContain("This fold does not bear it.");
        Engine.Degraded.ShouldContain("inline views cannot be built");

        await GoOnWithAsync(await SecondEngineAsync(rooms: Fragile.Rooms(mended: true)));
        await Engine.SettleAsync(Soon);
        (await Engine.ViewRowAsync(Tenant, "fragile-inline", customer, Soon)).Revision.ShouldBe(2);
        Engine.Degraded.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_an_engine_whose_projections_are_held_can_load() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => Engine.TryBeginLoadAsync(Soon))).Message.ShouldContain("HoldProjections");

    private async Task LoadAsync()
    {
        await GoOnWithAsync(await SecondEngineAsync(Held));
        (await Engine.TryBeginLoadAsync(Soon)).ShouldBeTrue();
    }

    private EventCandidate[] Life(int seed, int events)
    {
        var chance = new Random(seed);
        return
        [
            .. Enumerable.Range(0, events).Select(i => Event(
                $"crm:{chance.Next(9)}", Bodies.Any(chance), at: Time.Now.AddHours(-chance.Next(300)), id: $"{i}", @case: chance.Next(6) == 0 ? null : $"C{chance.Next(8)}")),
        ];
    }

    private async Task ShouldEqualTheModelAsync()
    {
        var position = await Engine.SettleAsync(Soon);
        await Engine.ShouldEqualTheModelAsync(Tenant, await Engine.TailAsync(Tenant, null, 0, Soon).TakeWhileInclusive(e => e.Position < position)
            .ToListAsync(Soon));
        await Engine.ShouldVerifyAsync(Soon);
    }
}
