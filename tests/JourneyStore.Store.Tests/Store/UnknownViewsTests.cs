using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Replay;
using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests.Store;

/// <summary>Two processes with different rooms on one store.</summary>
public sealed class UnknownViewsTests : StoreTest
{
    [Fact]
    public async Task A_process_that_does_not_know_all_views_of_a_store_does_not_start_to_write_them()
    {
        await GoOnWithAsync(await SecondEngineAsync(rooms: Fragile.Rooms()));
        await StoreAsync(Event("email:ann@example.org"));

        var refused = await Should.ThrowAsync<StoreException>(() => SecondEngineAsync());

        refused.Code.ShouldBe("unknown-views");
        refused.Message.ShouldContain("fragile, fragile-inline, fragile-tally");
        (await Engine.ViewRowAsync(Tenant, "fragile-inline", "email:ann@example.org", Soon)).ShouldNotBeNull();
    }

    [Fact]
    public async Task It_reads_and_refuses_every_call_that_writes()
    {
        await GoOnWithAsync(await SecondEngineAsync(rooms: Fragile.Rooms()));
        await StoreAsync(Event("email:ann@example.org"));

        var reading = await SecondEngineAsync(new EngineOptions { RunProjections = false });

        (await reading.ContextAsync(Tenant, Ref("email:ann@example.org"), new ContextQuery(), Soon)).ShouldNotBeNull();
        foreach (var write in new Func<Task>[]
        {
            () => reading.AppendAsync(new AppendRequest(Tenant, [Event("email:ann@example.org")]), Soon),
            () => reading.RebuildAsync(names: null, new RebuildOptions(), null, Soon),
            () => reading.PromoteAsync("profile", Soon),
            () => reading.RetryHeldAsync(Tenant, Soon),
        })
            (await Should.ThrowAsync<StoreException>(write)).Code.ShouldBe("unknown-views");
    }

    [Fact]
    public async Task A_view_whose_code_is_no_more_can_be_forgotten_and_then_every_process_writes()
    {
        await GoOnWithAsync(await SecondEngineAsync(rooms: Fragile.Rooms()));
        await StoreAsync(Event("email:ann@example.org"));
        var reading = await SecondEngineAsync(new EngineOptions { RunProjections = false });

        (await Should.ThrowAsync<StoreException>(() => reading.ForgetAsync("profile", Soon))).Code.ShouldBe("view-in-use");
        (await Should.ThrowAsync<NotFoundException>(() => reading.ForgetAsync("nothing", Soon))).Code.ShouldBe("unknown-view");
        foreach (var view in new[] { "fragile", "fragile-inline", "fragile-tally" }) await reading.ForgetAsync(view, Soon);

        await GoOnWithAsync(await SecondEngineAsync());
        await StoreAsync(Event("email:ann@example.org"));
        (await Engine.StatusAsync(Soon)).Projections.Select(view => view.Name).ShouldNotContain("fragile");
        (await Engine.VerifyAsync(names: null, null, Soon)).Clean.ShouldBeTrue();
    }
}
