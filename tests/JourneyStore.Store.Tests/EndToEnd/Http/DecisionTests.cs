using System.Net;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Http;

public sealed class DecisionTests(DevStore store) : IClassFixture<DevStore>
{
    [Fact]
    public async Task A_decision_sees_the_event_just_sent_is_recorded_and_is_explained_the_same()
    {
        const string who = "email:decided@d.example";
        var sent = await store.Client.AppendAsync(
            new CloudEvent("d-1", "promise.made", who) { Time = "2026-03-01T09:00:00Z", Data = """{"promiseId":"P-1","what":"callback","dueAt":"2026-03-02T09:00:00Z"}""" });

        using var response = await store.Client.PostTextAsync(
            "/v1/decisions/ticket-routing", "application/json", $$"""{"customer":"{{who}}","facts":{"priority":3},"minPosition":{{sent.Number("position")}}}""");
        var decision = await response.JsonAsync(HttpStatusCode.OK);

        foreach (var name in new[] { "decisionId", "policy", "version", "outcome", "reasons", "evidence", "position", "asOf" })
            decision.TryGetProperty(name, out _).ShouldBeTrue(name);
        decision.Text("outcome").ShouldBe("callback-now");
        decision.List("reasons").ShouldNotBeEmpty();
        var evidence = decision.List("evidence").ShouldHaveSingleItem();
        evidence.ShouldHaveMembers("position", "eventId");
        evidence.Text("eventId").ShouldBe("d-1");
        decision.Number("position").ShouldBe(sent.Number("position"));

        var receipt = await store.Client.GetJsonAsync($"/v1/decisions/{decision.Text("decisionId")}");
        receipt.GetRawText().ShouldBe(decision.GetRawText());
        var told = await store.Client.GetJsonAsync($"/v1/customers/{who}/timeline?type=decision.made");
        told.List("entries").ShouldHaveSingleItem().Text("id").ShouldBe(decision.Text("decisionId"));
    }

    [Fact]
    public async Task A_decision_is_explained_as_it_was_made_although_more_has_happened_since()
    {
        const string who = "email:explained@d.example";
        await store.Client.AppendAsync(new CloudEvent("e-1", "ticket.opened", who) { Process = "support", CaseId = "E-1", Data = """{"subject":"Slow"}""" });
        using var response = await store.Client.PostTextAsync("/v1/decisions/ticket-routing", "application/json", $$"""{"customer":"{{who}}"}""");
        var decision = await response.JsonAsync(HttpStatusCode.OK);
        await store.Client.AppendAsync(Enumerable.Range(0, 9).Select(i =>
            new CloudEvent($"e-2-{i}", "complaint.filed", who) { Time = "2026-03-01T09:00:00Z", Data = """{"subject":"Again"}""" }));

        var explained = await store.Client.GetJsonAsync($"/v1/decisions/{decision.Text("decisionId")}/explain");

        explained.GetProperty("same").GetBoolean().ShouldBeTrue(explained.GetRawText());
        explained.GetProperty("replayed").Text("outcome").ShouldBe(decision.Text("outcome"));
        explained.GetProperty("recorded").Text("decisionId").ShouldBe(decision.Text("decisionId"));
    }

    [Fact]
    public async Task What_is_not_known_is_404_and_what_cannot_be_asked_400()
    {
        const string asked = """{"customer":"email:nobody@d.example"}""";
        await Ask("no-such-policy", asked).ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown-policy");
        await Ask("ticket-routing", asked).ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown-customer");
        await Ask("ticket-routing", """{"facts":{}}""").ShouldBeProblemAsync(HttpStatusCode.BadRequest, "bad-parameter");
        await Ask("ticket-routing", "{").ShouldBeProblemAsync(HttpStatusCode.BadRequest, "bad-json");
        await store.Client.GetAsync("/v1/decisions/none").ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown-decision");
        await store.Client.GetAsync("/v1/decisions/none/explain").ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown-decision");
    }

    private Task<HttpResponseMessage> Ask(string policy, string body) => store.Client.PostTextAsync($"/v1/decisions/{policy}", "application/json", body);
}
