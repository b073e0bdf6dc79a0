using System.Text.Json.Nodes;
using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Engine.Replay;
using JourneyStore.Engine.Storage;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Store;

/// <summary>
/// An event that a projection cannot fold parks its customer or case for that projection and nobody else, until somebody retries or skips.
/// </summary>
public sealed class ParkedTests : StoreTest
{
    private const string Customers = "fragile";
    private const string Cases = "fragile-tally";
    private static readonly Inventory Mended = Fragile.Rooms(mended: true);

    [Fact]
    public async Task Poison_parks_its_customer_and_its_case_and_holds_up_nobody_else()
    {
        await GoFragileAsync();
        var ann = await ThingAsync("ann", "thing.one");
        await ThingAsync("bob", "thing.one");
        var poison = await ThingAsync("ann", Fragile.Poison);
        await ThingAsync("ann", "thing.two");
        await ThingAsync("bob", "thing.two");
        await ShouldEqualAsync((view, e) => !IsFragile(view) || e.Customer != ann.Customer || e.Position < poison.Position);

        var status = await Engine.StatusAsync(Soon);
        foreach (var view in status.Projections) (view.State, view.Problem, view.Parked).ShouldBe(("current", null, IsFragile(view.Name) ? 1 : 0), view.Name);
        status.Parked.Select(parked => parked.Projection).ShouldBe([Customers, Cases], ignoreOrder: true);
        (await Engine.StatusAsync(Soon, "elsewhere")).Parked.ShouldBeEmpty();
        await EventuallyAsync(() => Task.FromResult(Engine.Degraded.Count == 2), "the process knows that it is degraded");
        (await Engine.ReadyAsync(Soon)).ShouldBeTrue();

        var entry = (await Engine.Parked.ListAsync(Tenant, Customers, 10, null, Soon)).Parked.ShouldHaveSingleItem();
        (entry.Group, entry.Subject, entry.Position, entry.EventType, entry.Tries)
            .ShouldBe((ann.Customer!, ann.Customer!, poison.Position!.Value, Fragile.Poison, 1));
        entry.Reason.ShouldBe("InvalidDataException: This fold does not take poison.");
        entry.Since.ShouldBe(Time.Now);
        (await Engine.Parked.ListAsync(Tenant, Cases, 10, null, Soon)).Parked.ShouldHaveSingleItem().Subject.ShouldBe("incident/ann");
        (await Engine.Parked.ListAsync("elsewhere", null, 10, null, Soon)).Parked.ShouldBeEmpty();
        await Engine.ShouldVerifyAsync(Soon);
        (await Engine.VerifyAsync([Customers], null, Soon))
            .Views[0].ShouldSatisfyAllConditions(v => v.Parked.ShouldBe(1), v => v.ParkedSamples[0].Subject.ShouldBe(ann.Customer));
    }

    [Fact]
    public async Task Events_of_a_parked_customer_wait_in_order_and_go_on_when_the_fold_is_mended()
    {
        await GoFragileAsync();
        await ThingAsync("ann", "thing.one", hoursAgo: 9);
        await ThingAsync("bob", "thing.one", hoursAgo: 9);
        var poison = await ThingAsync("ann", Fragile.Poison, hoursAgo: 7);
        await ThingAsync("ann", "thing.three", hoursAgo: 5);
        await ThingAsync("ann", "thing.late", hoursAgo: 8);
        await ShouldEqualAsync((view, e) => !IsFragile(view) || e.Identifiers[0].Value == "bob" || e.Position < poison.Position);

        foreach (var view in (string[])[Customers, Cases])
        {
            var outcome = await Engine.Parked.RetryAsync(Tenant, view, null, Soon);
            (outcome.Tried, outcome.GoOn, outcome.Still.ShouldHaveSingleItem().Tries).ShouldBe((1, 0, 2), "the fold is as it was");
        }
        await Engine.ShouldVerifyAsync(Soon);

        await GoFragileAsync(mended: true);
        (await Engine.Parked.RetryAsync(Tenant, Customers, "crm:ann", Soon)).ShouldSatisfyAllConditions(o => o.GoOn.ShouldBe(1), o => o.Still.ShouldBeEmpty());
        (await Engine.Parked.RetryAsync(Tenant, Cases, "incident/ann", Soon)).GoOn.ShouldBe(1);
        await ShouldEqualAsync(null);
        await ThingAsync("ann", "thing.four");
        await ThingAsync("ann", "thing.late-again", hoursAgo: 6);
        await ShouldEqualAsync(null);
        (await Engine.StatusAsync(Soon)).Projections.ShouldAllBe(p => p.Parked == 0);
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task A_skipped_event_is_left_out_everywhere_and_it_is_known_who_decided_and_why()
    {
        await GoFragileAsync();
        await ThingAsync("ann", "thing.one", hoursAgo: 9);
        var poison = await ThingAsync("ann", Fragile.Poison, hoursAgo: 7);
        await ThingAsync("ann", "thing.two", hoursAgo: 5);
        Time.Advance(TimeSpan.FromMinutes(1));
        foreach (var view in (string[])[Customers, Cases])
        {
            var group = (await Engine.Parked.ListAsync(Tenant, view, 10, null, Soon)).Parked.ShouldHaveSingleItem().Group;
            (await Engine.Parked.SkipAsync(Tenant, view, group, poison.Position, "Kim", "broken export", Soon)).GoOn.ShouldBe(1);
        }
        await ShouldEqualAsync(WithoutPoison);
        var decided = (await Engine.Parked.SkippedAsync(Tenant, Customers, 10, null, Soon)).Skipped.ShouldHaveSingleItem();
        (decided.By, decided.Why, decided.At, decided.Position, decided.EventType).ShouldBe(("Kim", "broken export", Time.Now, poison.Position!.Value, Fragile.Poison));

        await ThingAsync("ann", "thing.late", hoursAgo: 8);
        await ThingAsync("ann", "thing.three");
        await ShouldEqualAsync(WithoutPoison);
        await Engine.ShouldVerifyAsync(Soon);
        foreach (var view in (string[])[Customers, Cases]) (await Engine.RebuildAsync(view, shadow: false, null, Soon)).Parked.ShouldBe(0);
        await ThingAsync("ann", "thing.later-still", hoursAgo: 6);
        await ShouldEqualAsync(WithoutPoison);
        await Engine.ShouldVerifyAsync(Soon);
        var kept = await Engine.ViewRowAsync(Tenant, Customers, poison.Customer!, Soon);
        await ThingAsync("ann", "thing.to-come", hoursAgo: -3);
        var shown = await Engine.ShowAsync(Tenant, Customers, await Engine.ViewRowAsync(Tenant, Customers, poison.Customer!, Soon), Soon);
        JsonNode.DeepEquals(JsonNode.Parse(shown.Data.Span), JsonNode.Parse(kept.Data.Span)).ShouldBeTrue("nor is it in a row that is shown without what is still to come");

        static bool WithoutPoison(string view, JourneyEvent e) => !IsFragile(view) || e.Type != Fragile.Poison;
    }

    [Fact]
    public async Task An_event_that_a_late_one_makes_poison_is_taken_back_exactly_when_it_is_skipped()
    {
        await GoFragileAsync();
        await ThingAsync("ann", "thing.one", hoursAgo: 9);
        var first = await ThingAsync("ann", Fragile.Fussy, hoursAgo: 7);
        var second = await ThingAsync("ann", Fragile.Fussy, hoursAgo: 6);
        var odd = await ThingAsync("ann", Fragile.Odd, hoursAgo: 8);
        await ThingAsync("ann", "thing.two", hoursAgo: 5);
        await ShouldEqualAsync(BeforeOdd);
        await Engine.ShouldVerifyAsync(Soon);

        foreach (var view in (string[])[Customers, Cases])
        {
            var still = (await Engine.Parked.SkipAsync(Tenant, view, view == Customers ? "crm:ann" : "incident/ann", null, "Kim", "why", Soon)).Still.ShouldHaveSingleItem();
            still.Position.ShouldBe(second.Position!.Value, "the next one is as fussy");
        }
        await ShouldEqualAsync(BeforeOdd);
        await Engine.ShouldVerifyAsync(Soon);

        foreach (var view in (string[])[Customers, Cases])
        {
            var group = view == Customers ? "crm:ann" : "incident/ann";
            (await Should.ThrowAsync<NotFoundException>(() => Engine.Parked.SkipAsync(Tenant, view, group, first.Position, "Kim", "why", Soon)))
                .Code.ShouldBe("not-parked", "it is another event now");
            (await Engine.Parked.SkipAsync(Tenant, view, group, second.Position, "Kim", "why", Soon)).GoOn.ShouldBe(1);
        }
        await ThingAsync("ann", "thing.three", hoursAgo: 4);
        await ShouldEqualAsync((view, e) => !IsFragile(view) || e.Type != Fragile.Fussy);
        await Engine.ShouldVerifyAsync(Soon);

        bool BeforeOdd(string view, JourneyEvent e) => !IsFragile(view) || e.Position < odd.Position;
    }

    [Fact]
    public async Task A_rebuild_parks_what_it_cannot_fold_and_promotes_it_with_the_rows()
    {
        await GoFragileAsync();
        var ann = await ThingAsync("ann", "thing.one");
        await ThingAsync("bob", "thing.one");
        await ThingAsync("ann", Fragile.Poison);
        foreach (var view in (string[])[Customers, Cases])
        {
            (await Engine.RebuildAsync(view, shadow: true, null, Soon)).Parked.ShouldBe(1);
            (await Should.ThrowAsync<StoreException>(() => Engine.Parked.SkipAsync(Tenant, view, view == Customers ? "crm:ann" : "incident/ann", null, "Kim", "why", Soon)))
                .Code.ShouldBe("rebuild-beside");
        }
        await ThingAsync("cid", Fragile.Poison);
        await ThingAsync("bob", "thing.two");
        foreach (var view in (string[])[Customers, Cases])
        {
            await Engine.PromoteAsync(view, Soon);
            (await Engine.Parked.ListAsync(Tenant, view, 10, null, Soon)).Parked.Count.ShouldBe(2, "ann by the rebuild, cid by what followed it");
        }
        await ShouldEqualAsync((view, e) => !IsFragile(view) || e.Identifiers[0].Value == "bob");
        await Engine.ShouldVerifyAsync(Soon);

        await GoFragileAsync(mended: true);
        foreach (var view in (string[])[Customers, Cases]) (await Engine.Parked.RetryAsync(Tenant, view, null, Soon)).GoOn.ShouldBe(2);
        await ShouldEqualAsync(null);
        await Engine.ShouldVerifyAsync(Soon);
        (await Engine.Parked.ListAsync(Tenant, null, 10, null, Soon)).Parked.ShouldBeEmpty();
        ann.Status.ShouldBe(AppendStatus.Stored);
    }

    [Fact]
    public async Task In_views_that_are_rebuilt_together_poison_parks_in_the_one_that_cannot_take_it()
    {
        await GoFragileAsync();
        await ThingAsync("ann", "thing.one");
        await ThingAsync("bob", "thing.one");
        await ThingAsync("ann", Fragile.Poison);
        await ThingAsync("ann", "thing.two");
        var reports = await Engine.RebuildAsync(names: null, new RebuildOptions(), null, Soon);
        foreach (var report in reports) (report.Promoted, report.Parked).ShouldBe((true, IsFragile(report.View) ? 1 : 0), report.View);
        await ShouldEqualAsync((view, e) => !IsFragile(view) || e.Identifiers[0].Value == "bob");
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Theory]
    [InlineData(Customers)]
    [InlineData(Cases)]
    public async Task A_rebuild_that_was_broken_off_keeps_and_reports_what_its_first_run_parked(string view)
    {
        await GoFragileAsync();
        await AppendAsync([.. Enumerable.Range(0, 40).Select(i => Thing($"c{i}", "thing.one", hoursAgo: 2))]);
        await ThingAsync("bob", "thing.one");
        await AppendAsync([.. Enumerable.Range(0, 40).Select(i => Thing($"c{i}", Fragile.Poison, hoursAgo: 1))]);
        await Engine.SettleAsync(Soon);
        await Engine.BreakOffRebuildAsync(view, Soon);
        await using (var storage = Harness.OpenDatabase())
        {
            var table = Engine.Tables[view];
            var parts = await storage.ReadPartsAsync(table, Soon);
            parts.ShouldContain(part => part.Events == null, "it was broken off");
            (await storage.ReadNextParkedAsync(table, 5, Soon)).ShouldSatisfyAllConditions(
                parked => parked.Count.ShouldBeInRange(1, 39, "with the rows of the parts that are done"),
                parked => parked.First.Select(one => one.Position).ShouldBeInOrder());
        }
        (await Should.ThrowAsync<StoreException>(() => Engine.Parked.SkipAsync(Tenant, view, view == Customers ? "crm:c1" : "incident/c1", null, "Kim", "why", Soon)))
            .Code.ShouldBe("rebuild-beside");

        var report = await Engine.RebuildAsync(view, shadow: false, null, Soon);
        report.Resumed.ShouldBeGreaterThan(0);
        report.Parked.ShouldBe(40, "by either run");
        report.ParkedSamples.Select(note => note.Position).ShouldBe((await ParkedAsync()).Select(entry => entry.Position).Order().Take(5));
        (await ParkedAsync()).Select(entry => entry.Subject).Distinct().Count().ShouldBe(40);
        await ShouldEqualAsync((name, e) => !IsFragile(name) || e.Identifiers[0].Value == "bob" || (name != view && e.Type != Fragile.Poison));
        await Engine.ShouldVerifyAsync(Soon);

        async Task<IReadOnlyList<ParkedEntry>> ParkedAsync()
        {
            var parked = (await Engine.Parked.ListAsync(Tenant, view, 1_000, null, Soon)).Parked;
            parked.Count.ShouldBe(40, "each once");
            return parked;
        }
    }

    [Fact]
    public async Task A_fresh_rebuild_and_a_discard_forget_what_a_broken_off_one_parked()
    {
        await GoFragileAsync();
        await AppendAsync([.. Enumerable.Range(0, 40).Select(i => Thing($"c{i}", Fragile.Poison))]);
        await Engine.SettleAsync(Soon);
        await Engine.BreakOffRebuildAsync(Customers, Soon);
        await Engine.DiscardAsync(Customers, Soon);
        await using (var storage = Harness.OpenDatabase())
            (await storage.ReadNextParkedAsync(Engine.Tables[Customers], 5, Soon)).Count.ShouldBe(0);
        (await Engine.Parked.ListAsync(Tenant, Customers, 1_000, null, Soon)).Parked.Count.ShouldBe(40, "those of the rows in use stay");

        await Engine.BreakOffRebuildAsync(Customers, Soon);
        await GoFragileAsync(mended: true);
        var report = await Engine.RebuildAsync(Customers, new RebuildOptions(Fresh: true), null, Soon);
        (report.Resumed, report.Parked).ShouldBe((0, 0));
        report.ParkedSamples.ShouldBeEmpty();
        (await Engine.Parked.ListAsync(Tenant, Customers, 1_000, null, Soon)).Parked.ShouldBeEmpty();
        await ShouldEqualAsync((view, _) => view != Cases);
    }

    [Fact]
    public async Task A_case_whose_share_a_row_does_not_take_is_parked_and_the_others_count()
    {
        await GoFragileAsync();
        await ThingAsync("ann", Fragile.Large);
        var bob = await ThingAsync("bob", Fragile.Large);
        await ThingAsync("cid", "thing.one");
        await ShouldEqualAsync((view, e) => view != Cases || e.Customer != bob.Customer);
        var parked = (await Engine.Parked.ListAsync(Tenant, null, 10, null, Soon)).Parked.ShouldHaveSingleItem();
        (parked.Projection, parked.Position, parked.Reason).ShouldBe((Cases, bob.Position!.Value, "OverflowException: This row is full."));
        (await Engine.Parked.RetryAsync(Tenant, Cases, null, Soon)).Still.ShouldHaveSingleItem().Tries.ShouldBe(2);
        await Engine.Parked.SkipAsync(Tenant, Cases, "incident/bob", null, "Kim", "too large", Soon);
        await ShouldEqualAsync((view, e) => view != Cases || e.Customer != bob.Customer);
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task Retries_while_the_customer_s_events_come_lose_none_of_them()
    {
        await GoFragileAsync();
        await ThingAsync("ann", Fragile.Poison, hoursAgo: 9);
        await GoFragileAsync(mended: true);
        var appending = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++) await AppendAsync(Thing("ann", $"thing.of-{i % 7}", hoursAgo: i % 8), Thing("bob", "thing.one"));
        });
        foreach (var view in (string[])[Customers, Cases])
            await EventuallyAsync(async () => (await Engine.Parked.RetryAsync(Tenant, view, null, Soon)).GoOn == 1, "ann goes on");
        await appending;
        await ShouldEqualAsync(null);
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task What_is_not_parked_cannot_be_retried_or_skipped()
    {
        await GoFragileAsync();
        await ThingAsync("ann", "thing.one");
        (await Engine.Parked.RetryAsync(Tenant, Customers, null, Soon)).Tried.ShouldBe(0);
        (await CodeAsync(() => Engine.Parked.RetryAsync(Tenant, Customers, "crm:ann", Soon))).ShouldBe("not-parked");
        (await CodeAsync(() => Engine.Parked.SkipAsync(Tenant, Customers, "crm:ann", null, "Kim", "why", Soon))).ShouldBe("not-parked");
        (await CodeAsync(() => Engine.Parked.RetryAsync(Tenant, "nothing", null, Soon))).ShouldBe("unknown-view");
        (await CodeAsync(() => Engine.Parked.RetryAsync(Tenant, "profile", null, Soon))).ShouldBe("unknown-view");
        (await CodeAsync(() => Engine.Parked.ListAsync(Tenant, "nothing", 10, null, Soon))).ShouldBe("unknown-view");
        (await CodeAsync(() => Engine.Parked.ListAsync(Tenant, null, 0, null, Soon))).ShouldBe("bad-parameter");
        await ThingAsync("ann", Fragile.Poison);
        (await CodeAsync(() => Engine.Parked.SkipAsync(Tenant, Customers, "crm:ann", null, " ", "why", Soon))).ShouldBe("bad-parameter");
        (await CodeAsync(() => Engine.Parked.SkipAsync(Tenant, Customers, "crm:ann", null, "Kim", "", Soon))).ShouldBe("bad-parameter");
        (await CodeAsync(() => Engine.Parked.SkipAsync("elsewhere", Customers, "crm:ann", null, "Kim", "why", Soon))).ShouldBe("not-parked");
        (await Engine.Parked.SkippedAsync(Tenant, null, 10, null, Soon)).Skipped.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_parked_is_listed_page_by_page()
    {
        await GoFragileAsync();
        await AppendAsync([.. Enumerable.Range(0, 7).Select(i => Thing($"c{i}", Fragile.Poison))]);
        await Engine.SettleAsync(Soon);
        var seen = new List<ParkedEntry>();
        for (long? after = 0; after is not null;)
        {
            var page = await Engine.Parked.ListAsync(Tenant, Customers, 3, after, Soon);
            seen.AddRange(page.Parked);
            after = page.Next;
        }
        seen.Select(parked => parked.Group).Distinct().Count().ShouldBe(7);
        seen.Count.ShouldBe(7);
    }

    private static bool IsFragile(string view) => view is Customers or Cases;

    private static async Task<string> CodeAsync(Func<Task> work) => (await Should.ThrowAsync<StoreException>(work)).Code;

    private async Task GoFragileAsync(bool mended = false) => await GoOnWithAsync(await SecondEngineAsync(rooms: Fragile.Rooms(mended)));

    private EventCandidate Thing(string who, string type, int hoursAgo = 0) =>
        Event($"crm:{who}", at: Time.Now.AddHours(-hoursAgo), @case: who, type: type);

    /// <summary>Stores one event and waits until the projections have seen it.</summary>
    private async Task<AppendResult> ThingAsync(string who, string type, int hoursAgo = 0)
    {
        var stored = await StoreAsync(Thing(who, type, hoursAgo));
        await Engine.WaitForProjectionsAsync(stored.Position!.Value, Soon);
        return stored;
    }

    private Task ShouldEqualAsync(Func<string, JourneyEvent, bool>? takes) => Engine.ShouldEqualTheFoldAsync(Tenant, Mended, takes, Soon);
}
