using JourneyStore.Engine;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests.Store.Late;

/// <summary>
/// A late event costs what has happened since it; what would be too much for an append is folded outside it, and until then the answer says so.
/// </summary>
[Collection(CountedAlone.Name)]
public sealed class LateEventTests : StoreTest
{
    private const string Ann = "crm:ann";
    private const int Life = 3_000;

    private static readonly TimeSpan Step = TimeSpan.FromHours(1);
    private static readonly EngineOptions Nobody = new() { RunProjections = false };

    [Fact]
    public async Task An_event_a_day_late_folds_what_follows_the_checkpoint_before_it_and_no_more()
    {
        await LiveAsync();
        using var counted = new Refolded();
        var late = await StoreAsync(Event(Ann, new SlaBreached(), at: Time.Now.AddDays(-1)));
        counted.InAppends.ShouldBeInRange(24, 24 + 2 * new OrderOptions().Distance);
        counted.InBackground.ShouldBe(0);
        var context = await ContextAsync();
        (context.Unsettled, context.Version, context.Position).ShouldBe((null, Life + 1, late.Position!.Value));
        await ShouldEqualTheModelAsync();
    }

    [Fact]
    public async Task An_answer_about_the_past_folds_little_and_is_the_models()
    {
        var order = new OrderOptions();
        await LiveAsync();
        var stream = await StreamAsync(Ann);
        await using var past = await PastFolds.OpenAsync(Harness, Engine, order);
        foreach (var days in (int[])[0, 1, 5, 30, 100])
        {
            var then = Time.Now.AddDays(-days);
            var counted = stream.Count(e => e.OccurredAt <= then);
            var most = order.Distance + (Life - counted) / 8;
            var (customer, position) = (stream[0].Customer, stream[counted - 1].Position);
            (await past.ShouldEqualTheModelAsync(stream, Tenant, customer, then, null, null)).ShouldBeLessThanOrEqualTo(most, $"{days}");
            (await past.ShouldEqualTheModelAsync(stream, Tenant, customer, null, null, position)).ShouldBeLessThanOrEqualTo(most, $"{days}");
        }
    }

    [Fact]
    public async Task An_event_that_is_too_late_for_its_append_is_not_in_the_answer_until_it_is_folded_and_the_answer_says_so()
    {
        await LiveAsync();
        await GoOnWithAsync(await SecondEngineAsync(Nobody));
        var before = await ContextAsync();
        var moment = Time.Now.AddDays(-100);
        using var counted = new Refolded();
        var late = await StoreAsync(Event(Ann, new SlaBreached(), at: moment, @case: "late"));
        var next = await StoreAsync(Event(Ann, new CallReceived(), at: Time.Now.AddMinutes(-1)));

        var meanwhile = await ContextAsync();
        (meanwhile.Unsettled, meanwhile.Version, meanwhile.Position).ShouldBe((moment, before.Version + 2, next.Position!.Value));
        meanwhile.View<JourneyStore.Views.CustomerProfile>("profile")!.Events.ShouldBe(before.Version + 1, "what is in order is folded at once");
        (await ContextAsync(new ContextQuery(AsOf: Time.Now))).Unsettled.ShouldBeNull("an answer about a moment is folded");
        (await Engine.StatusAsync(Soon)).Unsettled.ShouldBe(1);
        var then = new TimelineQuery(1, From: moment, To: moment.AddTicks(10));
        (await Engine.TimelineAsync(Tenant, Ref(Ann), then, Soon)).Entries[0].Position.ShouldBe(late.Position!.Value);
        counted.InAppends.ShouldBe(0);

        // Whoever comes next, folds it; nothing of it was in the process that is gone.
        await GoOnWithAsync(await SecondEngineAsync());
        await Engine.WaitForProjectionsAsync(next.Position.Value, Soon);
        counted.InBackground.ShouldBeInRange(100 * 24, 100 * 24 + 400);
        (await ContextAsync()).Unsettled.ShouldBeNull();
        (await Engine.StatusAsync(Soon)).Unsettled.ShouldBe(0);
        await ShouldEqualTheModelAsync();
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task A_decision_on_an_unsettled_customer_says_so_and_its_explanation_says_why_it_comes_out_differently()
    {
        await LiveAsync();
        await GoOnWithAsync(await SecondEngineAsync(Nobody with { Order = new OrderOptions { FoldAtOnce = 20 } }));
        var moment = Time.Now.AddDays(-5);
        await StoreAsync(Event(Ann, new ComplaintFiled { Subject = "wet" }, at: moment));
        var receipt = await Engine.DecideAsync(Tenant, "contact-suppression", new DecisionRequest(Ann), Soon);
        receipt.UnsettledSince.ShouldBe(moment);
        var explained = await Engine.ExplainAsync(Tenant, receipt.DecisionId, Soon);
        explained.Recorded.UnsettledSince.ShouldBe(moment);
        explained.Same.ShouldBeFalse();
        explained.Remark.ShouldNotBeNull().ShouldContain($"{moment:yyyy-MM-ddTHH:mm:ss}Z");
    }

    [Fact]
    public async Task What_a_process_remembers_of_a_customer_is_over_when_another_has_settled_it()
    {
        await LiveAsync();
        await GoOnWithAsync(await SecondEngineAsync(Nobody));
        await StoreAsync(Event(Ann, new SlaBreached(), at: Time.Now.AddDays(-100)));
        (await ContextAsync()).Unsettled.ShouldNotBeNull();
        var settling = await SecondEngineAsync();
        await settling.WaitForProjectionsAsync(0, Soon);
        (await ContextAsync()).Unsettled.ShouldBeNull();
        await StoreAsync(Event(Ann, new CallReceived()));
        await ShouldEqualTheModelAsync();
    }

    [Fact]
    public async Task Late_events_that_keep_coming_while_they_are_folded_are_all_folded_and_appends_are_answered_meanwhile()
    {
        await LiveAsync();
        var chance = new Random(4);
        var other = await SecondEngineAsync();
        for (var i = 0; i < 40; i++)
            await Task.WhenAll(
                StoreAsync(Event(Ann, Bodies.Any(chance), at: Time.Now.AddHours(-chance.Next(Life)))),
                AppendToAsync(other, Event(Ann, Bodies.Any(chance), at: Time.Now.AddHours(-chance.Next(Life)))),
                StoreAsync(Event($"crm:{chance.Next(9)}", Bodies.Any(chance))));
        await Engine.SettleAsync(Soon);
        await ShouldEqualTheModelAsync();
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task A_settlement_that_is_cut_off_at_any_moment_is_done_by_the_next_process()
    {
        // Small pages, so that it takes long enough to be cut off in its midst.
        var slow = new EngineOptions { Order = new OrderOptions { SettlementPage = 40, LastRest = 2 } };
        await LiveAsync();
        var chance = new Random(11);
        for (var i = 0; i < 12; i++)
        {
            await GoOnWithAsync(await SecondEngineAsync(slow));
            await StoreAsync(Event(Ann, Bodies.Any(chance), at: Time.Now.AddHours(-Life + chance.Next(900))));
            // An append of somebody else is a moment like any other.
            for (var passing = chance.Next(8); passing > 0; passing--) await StoreAsync(Event("crm:bob", Bodies.Any(chance)));
        }
        await Engine.SettleAsync(Soon);
        await ShouldEqualTheModelAsync();
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task A_verification_does_not_compare_whom_nobody_settles_and_says_so()
    {
        await LiveAsync();
        await GoOnWithAsync(await SecondEngineAsync(Nobody with { Order = new OrderOptions { Patience = TimeSpan.FromMilliseconds(50) } }));
        await StoreAsync(Event("crm:bob", new CallReceived()));
        await StoreAsync(Event(Ann, new SlaBreached(), at: Time.Now.AddDays(-100)));
        var report = await Engine.VerifyAsync(["profile"], null, Soon);
        report.Clean.ShouldBeFalse();
        report.LogProblems.ShouldHaveSingleItem().ShouldStartWith("1 customers with late events");
        var profile = report.Views.ShouldHaveSingleItem();
        (profile.Different, profile.Rows, profile.Unsettled).ShouldBe((0, 1, 1));
    }

    /// <summary>A customer to whom something happened every hour, up to an hour ago, as somebody stored it who was there.</summary>
    private async Task LiveAsync()
    {
        var chance = new Random(7);
        var began = Time.Now - Life * Step;
        for (var i = 0; i < Life; i += 500)
            await AppendAsync([.. Enumerable.Range(i, 500).Select(n => Event(Ann, Bodies.Any(chance), at: began + n * Step, @case: $"C{n / 40}"))]);
    }

    private Task<CustomerContext> ContextAsync(ContextQuery? query = null) =>
        Engine.ContextAsync(Tenant, Ref(Ann), query ?? new ContextQuery(), Soon);

    private async Task ShouldEqualTheModelAsync()
    {
        await using var past = await PastFolds.OpenAsync(Harness, Engine, new OrderOptions());
        var stream = await StreamAsync(Ann);
        var rows = past.Rows(stream);
        var names = past.Views;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = await Engine.ViewRowAsync(Tenant, names[i].Name, stream[0].Customer, Soon);
            Model.Stored(names[i], row.Data).ShouldBe(rows[i], names[i].Name);
            row.Revision.ShouldBe(stream.Count);
        }
    }
}
