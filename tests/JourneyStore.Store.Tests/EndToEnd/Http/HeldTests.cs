using System.Net;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Http;

public sealed class HeldTests(DevStore store) : IClassFixture<DevStore>
{
    [Fact]
    public async Task An_event_without_a_customer_is_held_visibly_and_bound_when_its_case_has_one()
    {
        var assigned = new CloudEvent("h-1", "ticket.assigned") { Process = "support", CaseId = "H-1", Time = "2026-03-01T10:00:00Z", Data = """{"assignee":"Jo"}""" };
        var held = (await store.Client.AppendAsync(assigned)).List("results").Single();
        held.Text("status").ShouldBe("held");
        var seen = (await store.Client.GetJsonAsync("/v1/held?limit=1000")).List("events").Single(one => one.Text("id") == "h-1");
        seen.Text("code").ShouldBe("no-customer");
        seen.Text("caseId").ShouldBe("H-1");
        seen.Text("reason").ShouldNotBeNullOrWhiteSpace();

        await store.Client.AppendAsync(new CloudEvent("h-2", "ticket.opened", "crm:held") { Process = "support", CaseId = "H-1", Time = "2026-03-01T09:00:00Z", Data = """{"subject":"x"}""" });
        await Eventually.Async(async () => (await store.Client.GetJsonAsync("/v1/customers/crm:held/timeline")).List("entries").Length == 2);

        (await store.Client.GetJsonAsync("/v1/held?limit=1000")).List("events").ShouldNotContain(one => one.Text("id") == "h-1");
        var again = (await store.Client.AppendAsync(assigned)).List("results").Single();
        again.Text("status").ShouldBe("duplicate");
        again.GetProperty("position").GetInt64().ShouldBeGreaterThan(0);

        using var answer = await store.Client.PostBatchAsync([assigned with { Data = """{"assignee":"Kim"}""" }]);
        var other = await answer.JsonAsync(HttpStatusCode.UnprocessableEntity);
        other.List("results").Single().Text("code").ShouldBe("id-conflict");
    }

    [Fact]
    public async Task Retrying_says_what_was_tried_bound_and_is_still_held_and_the_list_pages()
    {
        await store.Client.AppendAsync(Enumerable.Range(0, 5).Select(i => new CloudEvent($"lost-{i}", "page.viewed")));

        using var response = await store.Client.PostAsync("/v1/held/retry", null);
        var retry = await response.JsonAsync(HttpStatusCode.OK);

        retry.Number("tried").ShouldBeGreaterThanOrEqualTo(5);
        retry.Number("stillHeld").ShouldBe(retry.Number("tried") - retry.Number("bound"));
        var ids = new List<string>();
        long? next = 0;
        while (next is not null)
        {
            var page = await store.Client.GetJsonAsync($"/v1/held?limit=2&after={next}");
            page.ShouldHaveMembers("events", "next");
            ids.AddRange(page.List("events").Select(one => one.Text("id")!));
            next = page.GetProperty("next").ValueKind == System.Text.Json.JsonValueKind.Null ? null : page.Number("next");
        }
        ids.Where(id => id.StartsWith("lost-", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(0, 5).Select(i => $"lost-{i}"), ignoreOrder: true);
    }
}
