using System.Text.Json;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Errors;
using JourneyStore.EngineContract.Harness;
using JourneyStore.Events.Decisions;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Service;

namespace JourneyStore.EngineContract.Suites;

/// <summary>A decision can be explained later: it names what it saw, and deriving it again gives the same.</summary>
public abstract class DecisionsContract(EngineHarness harness) : Contract(harness)
{
    private const string Ann = "email:ann@example.org";

    [Fact]
    public async Task A_decision_sees_the_event_that_was_just_stored_and_is_recorded()
    {
        await StoreAsync(Event(Ann, new CallReceived(), at: Time.Now.AddDays(-40)));
        (await DecideAsync()).Outcome.ShouldBe("send");
        var complaint = await StoreAsync(Event(Ann, new ComplaintFiled { Subject = "wet" }, at: Time.Now.AddHours(-1)));
        var receipt = await DecideAsync();
        receipt.Outcome.ShouldBe("suppress");
        receipt.Customer.ShouldBe(complaint.Customer);
        receipt.Evidence.ShouldContain(new Evidence(complaint.Position!.Value, complaint.Id));
        receipt.Reasons.ShouldNotBeEmpty();
        receipt.AsOf.ShouldBe(Time.Now);
        receipt.Position.ShouldBe(complaint.Position.Value);

        var recorded = (await StreamAsync(Ann))[^1];
        (recorded.Type, recorded.Id, recorded.OccurredAt).ShouldBe(("decision.made", receipt.DecisionId, receipt.AsOf));
        recorded.Body.ShouldBeOfType<DecisionMade>();
        var found = await Engine.DecisionAsync(Tenant, receipt.DecisionId, Soon);
        Text(found).ShouldBe(Text(receipt));
    }

    [Fact]
    public async Task It_is_explained_the_same_whatever_comes_after_and_however_late()
    {
        var chance = new Random(31);
        for (var i = 0; i < 25; i++) await StoreAsync(Event(Ann, Bodies.Any(chance), at: Time.Now.AddHours(-chance.Next(500)), @case: $"C{i % 4}"));
        var decisions = new List<DecisionReceipt>();
        foreach (var policy in EngineHarness.Rooms.Policies)
            decisions.Add(await Engine.DecideAsync(Tenant, policy.Name, new DecisionRequest(Ann, JsonElement.Parse("""{"process":"incident","priority":2}""")), Soon));
        Time.Advance(TimeSpan.FromDays(2));
        for (var i = 0; i < 25; i++) await StoreAsync(Event(Ann, Bodies.Any(chance), at: Time.Now.AddHours(-chance.Next(700)), @case: $"C{i % 4}"));
        foreach (var decision in decisions)
        {
            var explained = await Engine.ExplainAsync(Tenant, decision.DecisionId, Soon);
            explained.Same.ShouldBeTrue($"{decision.Policy}: {Text(explained.Replayed!)}");
            explained.Remark.ShouldBeNull();
            Text(explained.Recorded).ShouldBe(Text(decision));
            Text(explained.Replayed!).ShouldBe(Text(decision));
        }
    }

    [Fact]
    public async Task A_decision_on_a_long_history_is_explained_the_same()
    {
        var chance = new Random(9);
        await AppendAsync([.. Enumerable.Range(0, 2_300).Select(i => Event(Ann, Bodies.Any(chance), at: Time.Now.AddMinutes(-chance.Next(90_000)), @case: $"C{i % 40}"))]);
        var receipt = await DecideAsync("ticket-routing");
        await AppendAsync([.. Enumerable.Range(0, 50).Select(i => Event(Ann, Bodies.Any(chance), at: Time.Now.AddMinutes(-chance.Next(90_000)), @case: $"C{i % 40}"))]);
        (await Engine.ExplainAsync(Tenant, receipt.DecisionId, Soon)).Same.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_not_there_is_said_to_be_unknown()
    {
        await StoreAsync(Event(Ann));
        (await Should.ThrowAsync<NotFoundException>(() => DecideAsync("no-such"))).Code.ShouldBe("unknown-policy");
        (await Should.ThrowAsync<NotFoundException>(() => DecideAsync(customer: "crm:nobody"))).Code.ShouldBe("unknown-customer");
        (await Should.ThrowAsync<NotFoundException>(() => Engine.DecisionAsync(Tenant, "no-such", Soon))).Code.ShouldBe("unknown-decision");
        (await Should.ThrowAsync<NotFoundException>(() => Engine.ExplainAsync(Tenant, "no-such", Soon))).Code.ShouldBe("unknown-decision");
        var receipt = await DecideAsync();
        (await Should.ThrowAsync<NotFoundException>(() => Engine.DecisionAsync("elsewhere", receipt.DecisionId, Soon))).Code.ShouldBe("unknown-decision");
        await Should.ThrowAsync<NotFreshException>(() => Engine.DecideAsync(Tenant, "contact-suppression", new DecisionRequest(Ann, MinPosition: 1_000_000), Soon));
        (await StreamAsync(Ann)).Count.ShouldBe(2, "a refusal is not recorded");
    }

    private Task<DecisionReceipt> DecideAsync(string policy = "contact-suppression", string customer = Ann) =>
        Engine.DecideAsync(Tenant, policy, new DecisionRequest(customer), Soon);

    private static string Text(DecisionReceipt receipt) => JsonSerializer.Serialize(receipt);
}
