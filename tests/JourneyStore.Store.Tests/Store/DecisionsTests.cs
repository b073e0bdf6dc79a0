using System.Text.Json;
using System.Text.Json.Nodes;
using JourneyStore.Engine;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Errors;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events.Decisions;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Service;
using Npgsql;

namespace JourneyStore.Store.Tests.Store;

/// <summary>A decision can be explained later: it names what it saw, and deriving it again gives the same.</summary>
public sealed class DecisionsTests : StoreTest
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
        foreach (var policy in StoreHarness.Rooms.Policies)
        {
            var facts = policy.Facts.Any(fact => fact.Name == "priority") ? """{"process":"incident","priority":2}""" : "{}";
            decisions.Add(await Engine.DecideAsync(Tenant, policy.Name, new DecisionRequest(Ann, JsonElement.Parse(facts)), Soon));
        }
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
        await AppendAsync([.. Enumerable.Range(0, 2_300)
            .Select(i => Event(Ann, Bodies.Any(chance), at: Time.Now.AddMinutes(-chance.Next(90_000)), @case: $"C{i % 40}"))]);
        var receipt = await DecideAsync("ticket-routing");
        await AppendAsync([.. Enumerable.Range(0, 50)
            .Select(i => Event(Ann, Bodies.Any(chance), at: Time.Now.AddMinutes(-chance.Next(90_000)), @case: $"C{i % 40}"))]);
        (await Engine.ExplainAsync(Tenant, receipt.DecisionId, Soon)).Same.ShouldBeTrue();
    }

    [Fact]
    public async Task A_decision_sees_what_another_process_has_stored_since_the_one_before()
    {
        var other = await SecondEngineAsync();
        await StoreAsync(Event(Ann, new CallReceived(), at: Time.Now.AddDays(-40)));
        for (var i = 0; i < 3; i++) (await DecideAsync()).Outcome.ShouldBe("send");
        var complaint = (await AppendToAsync(other, Event(Ann, new ComplaintFiled { Subject = "wet" }, at: Time.Now.AddHours(-1)))).Results[0];
        var receipt = await DecideAsync();
        (receipt.Outcome, receipt.Position).ShouldBe(("suppress", complaint.Position!.Value));
        (await StreamAsync(Ann)).Count.ShouldBe(6, "what was decided on the customer as remembered is not recorded");
    }

    [Fact]
    public async Task A_decision_sees_what_was_stored_under_another_name_of_the_customer()
    {
        await StoreAsync(Event($"{Ann},loyalty:1,loyalty:2,loyalty:3,loyalty:4", new CallReceived(), at: Time.Now.AddDays(-40)));
        (await DecideAsync()).Outcome.ShouldBe("send");
        for (var i = 1; i <= 4; i++)
        {
            // Events of one customer by several names go through several committers, each of which misses what the others do.
            var call = await StoreAsync(Event($"loyalty:{i}", new CallReceived(), at: Time.Now.AddDays(-39)));
            (await DecideAsync()).Position.ShouldBe(call.Position!.Value);
        }
        await StoreAsync(Event("loyalty:3", new ComplaintFiled { Subject = "wet" }, at: Time.Now.AddHours(-1)));
        (await DecideAsync()).Outcome.ShouldBe("suppress");
    }

    [Fact]
    public async Task Decisions_for_one_customer_at_once_are_all_recorded_and_each_is_explained_the_same()
    {
        JourneyEngine[] engines = [Engine, await SecondEngineAsync()];
        var chance = new Random(8);
        await StoreAsync(Event(Ann, new CallReceived()));
        foreach (var engine in engines) await engine.DecideAsync(Tenant, "ticket-routing", new DecisionRequest(Ann), Soon);
        var calls = Enumerable.Range(0, 60).Select(async i =>
        {
            var engine = engines[i % 2];
            if (i % 5 == 0) await AppendToAsync(engine, Event(Ann, Bodies.Any(chance), at: Time.Now.AddHours(-1)));
            return await engine.DecideAsync(Tenant, i % 3 == 0 ? "ticket-routing" : "contact-suppression", new DecisionRequest(Ann), Soon);
        }).ToArray();
        var receipts = await Task.WhenAll(calls);

        var stream = await StreamAsync(Ann);
        stream.Select(e => e.Version).ShouldBe(Enumerable.Range(1, 1 + 2 + 60 + 12).Select(version => (long)version));
        receipts.Select(receipt => receipt.DecisionId).ShouldBeSubsetOf(stream.Select(e => e.Id));
        foreach (var receipt in receipts)
        {
            stream.Single(e => e.Id == receipt.DecisionId).Position.ShouldBeGreaterThan(receipt.Position);
            (await Engine.ExplainAsync(Tenant, receipt.DecisionId, Soon)).Same.ShouldBeTrue();
        }
        (await Engine.VerifyAsync(null, null, Soon)).Clean.ShouldBeTrue();
    }

    [Fact]
    public async Task A_decision_does_not_rest_on_a_row_that_a_rebuild_has_mended()
    {
        var ann = (await StoreAsync(Event(Ann, new ComplaintFiled { Subject = "wet" }))).Customer!;
        var row = JsonNode.Parse((await Engine.ViewRowAsync(Tenant, "profile", ann, Soon)).Data.Span)!.AsObject();
        row.Remove("lastComplaint").ShouldBeTrue();
        await using (var storage = Harness.OpenDatabase()) await Tampering.OverwriteAsync(storage, Engine, "profile", Tenant, ann, row.ToJsonString(), Soon);
        var other = await SecondEngineAsync();
        (await DecideThereAsync()).ShouldNotBe("suppress");
        await Engine.RebuildAsync("profile", shadow: false, null, Soon);
        (await DecideThereAsync()).ShouldBe("suppress");

        async Task<string> DecideThereAsync() => (await other.DecideAsync(Tenant, "contact-suppression", new DecisionRequest(Ann), Soon)).Outcome;
    }

    [Fact]
    public async Task A_receipt_names_the_versions_of_views_and_signals_and_its_explanation_says_what_differs_and_which_has_changed()
    {
        var complaint = await StoreAsync(Event(Ann, new ComplaintFiled { Subject = "wet" }, at: Time.Now.AddHours(-1)));
        var receipt = await DecideAsync();
        receipt.Versions.ShouldNotBeNull().Keys.ShouldBe(["profile", .. StoreHarness.Rooms.Signals.Select(signal => $"signals.{signal.Name}")], ignoreOrder: true);
        receipt.Versions["signals.friction"].ShouldBe("3");
        (await Engine.ExplainAsync(Tenant, receipt.DecisionId, Soon)).ShouldSatisfyAllConditions(
            one => one.Same.ShouldBeTrue(), one => one.Differs.ShouldBeEmpty(), one => one.Remark.ShouldBeNull());

        // As if an earlier build had decided, by another fold.
        await RecordedAsync("""data || '{"outcome":"send","reasons":["Nothing."],"evidence":[]}'""");
        var unsaid = await Engine.ExplainAsync(Tenant, receipt.DecisionId, Soon);
        unsaid.Same.ShouldBeFalse();
        unsaid.Differs[0].ShouldBe("outcome: was send, is suppress now");
        unsaid.Differs.ShouldContain("reason that no longer holds: Nothing.");
        unsaid.Differs.ShouldContain(one => one.StartsWith("reason that is new: The customer complained on "));
        unsaid.Differs.ShouldContain($"evidence that is new: event {complaint.Id} at position {complaint.Position}");
        unsaid.Remark.ShouldNotBeNull().ShouldContain("without raising its version");

        await RecordedAsync("""jsonb_set(data, '{versions,signals.friction}', '"1"')""");
        (await Engine.ExplainAsync(Tenant, receipt.DecisionId, Soon)).Remark.ShouldBe(
            "Decided by other versions: signals.friction, version 1 then and version 3 now.");
        await RecordedAsync("data - 'versions'");
        (await Engine.ExplainAsync(Tenant, receipt.DecisionId, Soon)).Remark.ShouldNotBeNull().ShouldContain("does not say by which versions");

        async Task RecordedAsync(string data)
        {
            await using var connection = await Harness.ConnectAsync();
            await using var command = new NpgsqlCommand($"update mt_events set data = {data} where type = 'decision.made'", connection);
            (await command.ExecuteNonQueryAsync(Soon)).ShouldBe(1);
        }
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
