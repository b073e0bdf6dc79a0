using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.Events.Identity;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Views;

namespace JourneyStore.Store.Tests.Store.Joining;

/// <summary>Who was thought to be one and is two, is as two who had always been two.</summary>
public sealed class SplittingTests : StoreTest
{
    [Fact]
    public async Task Identifiers_go_with_the_events_that_came_with_them_and_both_are_what_they_would_have_been()
    {
        var ann = (await StoreAsync(Event("crm:1,anonymous:tablet", id: "login", at: Time.Now.AddHours(-9)))).Customer!;
        await StoreAsync(Event("anonymous:tablet", new CallReceived(), id: "bobs", at: Time.Now.AddHours(-8), @case: "B1"));
        await StoreAsync(Event(null, id: "bobs too", at: Time.Now.AddHours(-7), @case: "B1"));
        await StoreAsync(Event("crm:1", new CallReceived(), id: "anns", at: Time.Now.AddHours(-6), @case: "A1"));
        var seen = await Engine.SplitAsync(Tenant, Ref("crm:1"), Named("anonymous:tablet"), "Dora", "a shared tablet", dryRun: true, Soon);
        (seen.Customer, seen.Taken, seen.DryRun, seen.Events).ShouldBe((ann, null, true, 2));
        (await Engine.ContextAsync(Tenant, Ref("anonymous:tablet"), new ContextQuery(), Soon)).Customer.ShouldBe(ann, "nothing is changed");

        var done = await Engine.SplitAsync(Tenant, Ref("crm:1"), Named("anonymous:tablet"), "Dora", "a shared tablet", dryRun: false, Soon);
        var bob = done.Taken!;
        (done with { Taken = null, Position = null, DryRun = true }).ShouldBeEquivalentTo(seen);
        await ShouldHaveAsync(ann, "crm:1", "anns", "login");
        await ShouldHaveAsync(bob, "anonymous:tablet", "bobs too", "bobs");
        (await StoreAsync(Event("anonymous:tablet", id: "later", at: Time.Now.AddHours(-1)))).Customer.ShouldBe(bob);
        (await StoreAsync(Event(null, id: "of the case", at: Time.Now.AddHours(-2), @case: "B1"))).Customer.ShouldBe(bob);
        await ShouldHaveAsync(bob, "anonymous:tablet", "later", "of the case", "bobs too", "bobs");
        var split = (CustomerSplit)(await StreamAsync(bob))[0].Body!;
        (split.From, split.Into, split.Events, split.By, split.Why).ShouldBe((ann, bob, 2, "Dora", "a shared tablet"));
        await Engine.SettleAsync(Soon);
        (await Engine.ViewAsync(Tenant, "attention", 10, null, Soon)).Rows.Select(row => row.Key).Order().ShouldBe(new[] { ann, bob }.Order());
        await Engine.ShouldVerifyAsync(Soon);
        foreach (var view in Engine.Views) await Engine.RebuildAsync(view.Name, shadow: false, null, Soon);
        await Engine.ShouldVerifyAsync(Soon);

        await Engine.MergeAsync(Tenant, Ref(ann), Ref(bob), "Dora", "it was Ann after all", dryRun: false, Soon);
        await Engine.SettleAsync(Soon);
        ((CustomerProfile)(await Engine.ContextAsync(Tenant, Ref("anonymous:tablet"), new ContextQuery(), Soon)).Views["profile"]).Events.ShouldBe(7, "with the link");
        (await Engine.StatusAsync(Soon)).Customers.ShouldBe(1);
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task What_was_known_before_is_answered_with_the_one_of_then()
    {
        var ann = (await StoreAsync(Event("crm:1,anonymous:tablet", new CallReceived()))).Customer!;
        await StoreAsync(Event("anonymous:tablet", new CallReceived()));
        var decision = await Engine.DecideAsync(Tenant, "contact-suppression", new JourneyStore.Engine.Decisions.DecisionRequest("crm:1", null), Soon);
        var then = Time.Now;
        Time.Advance(TimeSpan.FromHours(1));
        var report = await Engine.SplitAsync(Tenant, Ref("crm:1"), Named("anonymous:tablet"), "Dora", null, dryRun: false, Soon);
        report.Decisions.ShouldBe([decision.DecisionId]);
        (await Engine.ContextAsync(Tenant, Ref(ann), new ContextQuery(KnownAt: then), Soon)).Version.ShouldBe(3);
        (await Engine.ContextAsync(Tenant, Ref(ann), new ContextQuery(), Soon)).ShouldSatisfyAllConditions(
            now => ((CustomerProfile)now.Views["profile"]).Events.ShouldBe(2));
        (await Engine.ExplainAsync(Tenant, decision.DecisionId, Soon)).Same.ShouldBeTrue();
    }

    [Fact]
    public async Task An_order_that_makes_no_sense_is_refused_in_words()
    {
        await StoreAsync(Event("crm:1,email:ann@x.org"));
        (await RefusalAsync("crm:9")).ShouldBe("not-theirs");
        (await RefusalAsync("crm:1", "email:ANN@x.org")).ShouldBe("nothing-left");
        await Should.ThrowAsync<NotFoundException>(() => Engine.SplitAsync(Tenant, Ref("crm:7"), Named("crm:7"), "Dora", null, dryRun: true, Soon));
        var empty = await Engine.SplitAsync(Tenant, Ref("crm:1"), Named("email:ann@x.org"), "Dora", null, dryRun: false, Soon);
        empty.Events.ShouldBe(0, "it never came alone");
        (await Engine.ContextAsync(Tenant, Ref("email:ann@x.org"), new ContextQuery(), Soon)).Customer.ShouldBe(empty.Taken);

        async Task<string> RefusalAsync(params string[] names) =>
            (await Should.ThrowAsync<StoreException>(() => Engine.SplitAsync(Tenant, Ref("crm:1"), Named(names), "Dora", null, dryRun: true, Soon))).Code;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Joins_and_splits_by_chance_leave_every_view_the_fold_of_its_customers_events(int seed)
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
        string[] names = [.. Enumerable.Range(0, 6).Select(i => $"loyalty:{i}")];
        foreach (var name in names) await StoreAsync(Event(name, Bodies.Any(chance), Time.Now.AddDays(-4)));
        for (var step = 0; step < 14; step++)
        {
            EventCandidate[] events = [.. Enumerable.Range(0, 8).Select(i => Event(
                chance.Next(8) == 0 ? $"{One()},{One()}" : One(), Bodies.Any(chance), Time.Now.AddMinutes(-chance.Next(6_000)),
                @case: chance.Next(3) == 0 ? null : $"C{chance.Next(4)}"))];
            await Task.WhenAll(events.Chunk(4).Select((some, i) => AppendToAsync(i == 0 ? Engine : other, some)));
            Time.Advance(TimeSpan.FromMinutes(1 + chance.Next(30)));
            await DivideAsync(One());
        }
        await Engine.SettleAsync(Soon);
        await Engine.ShouldVerifyAsync(Soon);
        foreach (var name in names)
        {
            var context = await Engine.ContextAsync(Tenant, Ref(name), new ContextQuery(AsOf: Time.Now.AddDays(1)), Soon);
            var timeline = await Engine.TimelineAsync(Tenant, Ref(name), new TimelineQuery(1_000), Soon);
            ((CustomerProfile)context.Views["profile"]).Events.ShouldBe(timeline.Entries.Count(e => !e.IsOnlyAboutIdentity));
        }

        string One() => names[chance.Next(names.Length)];

        // Whoever has several names loses one of them; sooner or later it is named with the others again.
        async Task DivideAsync(string name)
        {
            var context = await Engine.ContextAsync(Tenant, Ref(name), new ContextQuery(), Soon);
            if (context.Identifiers.Count < 2) return;
            var before = await IdsAsync(name);
            var done = await Engine.SplitAsync(Tenant, Ref(name), Named(name), "chance", null, dryRun: false, Soon);
            var after = new List<string>();
            foreach (var who in (string[])[done.Customer, done.Taken!]) after.AddRange(await IdsAsync(who));
            after.Order().ShouldBe(before.Order(), "nothing is lost, nothing doubled");
        }
    }

    private async Task<IEnumerable<string>> IdsAsync(string name) =>
        (await Engine.TimelineAsync(Tenant, Ref(name), new TimelineQuery(1_000), Soon)).Entries.Where(e => !e.IsOnlyAboutIdentity).Select(e => e.Id);

    private static Identifier[] Named(params string[] names) => [.. names.Select(name => Ref(name).Identifier)];

    private async Task ShouldHaveAsync(string customer, string name, params string[] ids)
    {
        var context = await Engine.ContextAsync(Tenant, Ref(name), new ContextQuery(), Soon);
        (context.Customer, ((CustomerProfile)context.Views["profile"]).Events, context.Unsettled).ShouldBe((customer, ids.Length, null));
        (await Engine.TimelineAsync(Tenant, Ref(name), new TimelineQuery(), Soon))
            .Entries.Where(e => !e.IsOnlyAboutIdentity).Select(e => e.Id).ShouldBe(ids);
    }
}
