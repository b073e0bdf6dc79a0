using JourneyStore.Decisions;
using JourneyStore.Engine;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Replay.Diff;
using JourneyStore.Engine.Signals;
using JourneyStore.Engine.Storage;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Service;
using JourneyStore.Views;

namespace JourneyStore.Tests.Engine.Replay;

/// <summary>Which decisions would change if rows were replaced, before they are.</summary>
public sealed class DecisionComparisonTests
{
    private static readonly SignalsProjection Signals = new(Inventory.Discover().Signals);
    private static readonly ICustomerProjection[] Views = [new CustomerProfileProjection(), Signals];
    private static readonly Story Calm = new Story().Happens(new TicketOpened(), "1");
    private static readonly Story Troubled = new Story().Happens(new TicketOpened(), "1").Happens(new SlaBreached(), "1")
        .Happens(new ComplaintFiled { Subject = "slow" });
    private int rowsRead;

    [Fact]
    public async Task Every_policy_is_asked_on_both_rows_and_what_changes_is_told_with_a_reason()
    {
        var (comparison, summary) = (Of(0, Calm), new DiffSummary());
        comparison.Take(Key("ann"), Row(0, Calm), Row(0, Troubled));
        comparison.Take(Key("bob"), Row(0, Calm), Row(0, new Story().Happens(new TicketOpened(), "1").Happens(new CallReceived())));
        await comparison.TellAsync(summary, default);

        summary.Result.Words.ShouldBe([new WordDiff("decision", "contact-suppression", "send", "suppress", 1)]);
        var decisions = summary.Result.Decisions!;
        (decisions.Asked, decisions.Changed).ShouldBe((2, 1));
        decisions.Samples.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            one => (one.Customer, one.Policy, one.From, one.To).ShouldBe(("ann", "contact-suppression", "send", "suppress")),
            one => one.Because.ShouldStartWith("The customer complained on "));
    }

    [Fact]
    public async Task Signals_that_change_change_decisions_too()
    {
        var (comparison, summary) = (Of(1, Calm), new DiffSummary());
        comparison.Take(Key("ann"), Row(1, Calm), Row(1, Troubled));
        await comparison.TellAsync(summary, default);
        summary.Result.Words.ShouldBe(
            [new WordDiff("decision", "contact-suppression", "send", "defer", 1), new WordDiff("decision", "ticket-routing", "standard-queue", "senior-queue", 1)], ignoreOrder: true);
    }

    [Fact]
    public async Task Of_many_customers_a_bounded_sample_is_asked_about_which_is_the_same_every_time()
    {
        var results = new List<ViewDiff>();
        foreach (var order in (IEnumerable<int>[])[Enumerable.Range(0, 3_000), Enumerable.Range(0, 3_000).Reverse()])
        {
            var (comparison, summary) = (Of(0, Calm), new DiffSummary());
            foreach (var i in order) comparison.Take(Key($"c{i}"), Row(0, Calm), Row(0, i % 3 == 0 ? Troubled : Calm));
            rowsRead = 0;
            await comparison.TellAsync(summary, default);
            rowsRead.ShouldBe(DecisionComparison.MostCustomers);
            results.Add(summary.Result);
        }
        results[0].Decisions!.Asked.ShouldBe(DecisionComparison.MostCustomers);
        results[0].Decisions!.Changed.ShouldBeInRange(100, 240, "a third of them");
        results[0].Decisions!.Samples.ShouldBe(results[1].Decisions!.Samples);
        results[0].Words.ShouldBe(results[1].Words);
    }

    [Fact]
    public async Task A_customer_whose_rows_cannot_be_read_is_left_out_and_a_policy_that_fails_is_an_outcome()
    {
        var (comparison, summary) = (Of(0, Calm, new Squeamish()), new DiffSummary());
        comparison.Take(Key("old"), "{\"customer\":7}"u8.ToArray(), Row(0, Calm));
        comparison.Take(Key("missing"), Row(0, Calm), Row(0, Troubled));
        comparison.Take(Key("ann"), Row(0, Calm), Row(0, Troubled));
        await comparison.TellAsync(summary, default);
        summary.Result.Decisions!.Asked.ShouldBe(1);
        summary.Result.Words.ShouldBe([new WordDiff("decision", "squeamish", "fine", "fails", 1)]);
        summary.Result.Decisions!.Samples.ShouldHaveSingleItem().Because.ShouldBe("No complaints, please.");
    }

    private DecisionComparison Of(int compared, Story others, params Policy[] policies) => new(
        policies.Length > 0 ? policies : [new ContactSuppression(), new TicketRouting()], Views, compared,
        (customer, view, _) =>
        {
            rowsRead++;
            return Task.FromResult(customer.Key == "missing" ? null : (ReadOnlyMemory<byte>?)Row(view, others));
        },
        Calm.Now.AddHours(2));

    private static GroupKey Key(string customer) => new("t", customer);

    private static byte[] Row(int view, Story story) => Views[view].Write(story.Events.Aggregate(Views[view].Start("c1"), Views[view].Apply));

    [NotDiscovered]
    private sealed class Squeamish : Policy
    {
        public override string Name => "squeamish";

        public override int Version => 1;

        public override string Describes => "Bears no complaints.";

        public override Verdict Decide(DecisionInput input) =>
            input.View<CustomerProfile>().LastComplaint is null ? new Verdict("fine", ["All is well."], []) : throw new InvalidDataException("No complaints, please.");
    }
}
