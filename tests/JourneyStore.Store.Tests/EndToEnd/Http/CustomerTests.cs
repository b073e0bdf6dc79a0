using System.Net;
using System.Text.Json;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Http;

public sealed class CustomerTests(DevStore store) : IClassFixture<DevStore>
{
    [Fact]
    public async Task A_timeline_is_newest_first_by_occurrence_and_pages_without_gaps()
    {
        const string who = "email:timeline@c.example";
        // Told in another order than they occurred.
        int[] days = [5, 1, 9, 3, 7, 2, 8, 6, 4];
        foreach (var day in days) await store.Client.AppendAsync(new CloudEvent($"tl-{day}", day % 2 == 0 ? "page.viewed"
            : "any.step", who) { Time = $"2026-02-0{day}T10:00:00Z", Process = "p", CaseId = "c", Activity = $"day {day}" });

        var seen = new List<JsonElement>();
        string? next = null;
        do
        {
            var page = await store.Client.GetJsonAsync($"/v1/customers/{who}/timeline?limit=2{(next is null ? "" : $"&before={next}")}");
            page.ShouldHaveMembers("customer", "entries", "next");
            seen.AddRange(page.List("entries"));
            next = page.Text("next");
        }
        while (next is not null);

        seen.Select(entry => entry.Text("id")).ShouldBe(Enumerable.Range(1, 9).Reverse().Select(day => $"tl-{day}"));
        foreach (var name in new[] { "position", "id", "type", "occurredAt", "recordedAt", "process", "caseId", "activity", "title", "data" })
            seen[0].TryGetProperty(name, out _).ShouldBeTrue(name);
        seen[0].Text("activity").ShouldBe("day 9");
        var part = await store.Client.GetJsonAsync($"/v1/customers/{who}/timeline?from=2026-02-03T10:00:00Z&to=2026-02-08T10:00:00Z&type=any.step");
        part.List("entries").Select(entry => entry.Text("id")).ShouldBe(["tl-7", "tl-5", "tl-3"]);
    }

    [Fact]
    public async Task A_context_joins_profile_signals_cases_and_promises_and_is_current_with_the_receipt()
    {
        const string who = "email:context@c.example";
        var answer = await store.Client.AppendAsync(
            new CloudEvent("cx-1", "ticket.opened", who) { Time = Hour(1), Process = "support", CaseId = "T-1", Data = """{"subject":"Down","priority":"2"}""" },
            new CloudEvent("cx-2", "sla.breached", who) { Time = Hour(2), Process = "support", CaseId = "T-1", Data = """{"sla":"resolution"}""" },
            new CloudEvent("cx-3", "promise.made", who) { Time = Hour(3), Data = """{"promiseId":"P-1","what":"callback"}""" });

        var context = await store.Client.GetJsonAsync($"/v1/customers/{who}/context?minPosition={answer.Number("position")}");

        foreach (var name in new[] { "profile", "signals", "openCases", "promises", "position", "asOf" }) context.TryGetProperty(name, out _).ShouldBeTrue(name);
        context.Number("position").ShouldBe(answer.Number("position"));
        context.List("openCases").ShouldHaveSingleItem().Text("caseId").ShouldBe("T-1");
        context.List("promises").ShouldHaveSingleItem().Text("promiseId").ShouldBe("P-1");
        context.GetProperty("profile").Number("events").ShouldBe(3);
        var asked = await store.Client.GetJsonAsync($"/v1/customers/{who}/signals?asOf={Hour(2)}");
        foreach (var signal in asked.List("signals")) signal.ShouldHaveMembers("name", "value", "label", "since", "contributions", "asOf");
        var breaches = asked.List("signals").Single(signal => signal.Text("name") == "sla-breaches");
        breaches.GetProperty("value").GetDouble().ShouldBe(1);
        breaches.Text("asOf").ShouldBe(Hour(2));
        var because = breaches.List("contributions").ShouldHaveSingleItem();
        foreach (var name in new[] { "eventId", "position", "occurredAt", "points" }) because.TryGetProperty(name, out _).ShouldBeTrue(name);
        because.Text("eventId").ShouldBe("cx-2");
    }

    [Fact]
    public async Task A_context_of_an_earlier_moment_leaves_out_what_occurred_later()
    {
        const string who = "email:past@c.example";
        await store.Client.AppendAsync(
            new CloudEvent("past-1", "ticket.opened", who) { Time = Hour(1), Process = "support", CaseId = "T-9", Data = """{"subject":"Down"}""" },
            new CloudEvent("past-2", "ticket.closed", who) { Time = Hour(5), Process = "support", CaseId = "T-9" });

        var now = await store.Client.GetJsonAsync($"/v1/customers/{who}/context");
        var then = await store.Client.GetJsonAsync($"/v1/customers/{who}/context?asOf={Hour(4)}");

        now.List("openCases").ShouldBeEmpty();
        then.List("openCases").ShouldHaveSingleItem();
        then.Text("asOf").ShouldBe(Hour(4));
        then.GetProperty("profile").Number("events").ShouldBe(1);
    }

    [Theory]
    [InlineData("asOf", "context")]
    [InlineData("asOf", "signals")]
    [InlineData("asOf", "timeline")]
    [InlineData("knownAt", "context")]
    [InlineData("knownAt", "signals")]
    [InlineData("knownAt", "timeline")]
    public async Task What_had_occurred_by_a_moment_and_what_was_known_by_it_are_asked_in_the_same_way_everywhere(string parameter, string part)
    {
        var who = $"crm:{parameter}-{part}";
        // Signals look back from the moment asked for, so the story is of today.
        var start = TimeProvider.System.GetUtcNow().AddHours(-10);
        string At(int hour) => start.AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        CloudEvent Breach(string id, int hour) => new($"{parameter}-{part}-{id}", "sla.breached", who) { Time = At(hour) };
        await store.Client.AppendAsync(Breach("a", 1), Breach("b", 5));
        var known = (await store.Client.GetJsonAsync($"/v1/customers/{who}/timeline")).List("entries").Max(entry => entry.Text("recordedAt"));
        await store.Client.AppendAsync(Breach("late", 2));

        var answer = await store.Client.GetJsonAsync($"/v1/customers/{who}/{part}?{parameter}={(parameter == "asOf" ? At(4) : known)}");

        var seen = part == "timeline"
            ? answer.List("entries").Select(entry => entry.Text("id"))
            : answer.List("signals").Single(signal => signal.Text("name") == "sla-breaches").List("contributions").Select(one => one.Text("eventId"));
        string[] expected = parameter == "asOf" ? ["a", "late"] : ["a", "b"];
        seen.Order().ShouldBe(expected.Select(id => $"{parameter}-{part}-{id}"));
    }

    [Fact]
    public async Task A_late_event_leaves_the_same_profile_as_one_in_time()
    {
        CloudEvent[] inTime =
        [
            new("t-1", "ticket.opened") { Time = Hour(1), Process = "support", CaseId = "L", Data = """{"subject":"Down","priority":"3"}""" },
            new("t-2", "ticket.priority-changed") { Time = Hour(2), Process = "support", CaseId = "L", Data = """{"from":"3","to":"1","priority":"1"}""" },
            new("t-3", "ticket.resolved") { Time = Hour(3), Process = "support", CaseId = "L" },
            new("t-4", "ticket.reopened") { Time = Hour(4), Process = "support", CaseId = "L", Data = """{"count":1}""" },
        ];
        foreach (var one in inTime) await store.Client.AppendAsync(one with { Source = "/in-time", Customer = "crm:in-time", CaseId = "L-a" });
        foreach (var one in inTime.Reverse()) await store.Client.AppendAsync(one with { Source = "/late", Customer = "crm:late", CaseId = "L-b" });

        var (one1, two) = (await store.Client.GetJsonAsync("/v1/customers/crm:in-time"), await store.Client.GetJsonAsync("/v1/customers/crm:late"));

        static string Told(JsonElement customer) => string.Join('\n', customer.GetProperty("profile").EnumerateObject()
            .Where(member => member.Name is not ("customer" or "cases")).Select(member => member.ToString()));
        Told(two).ShouldBe(Told(one1));
        two.GetProperty("profile").GetProperty("cases").List("open").ShouldHaveSingleItem().Text("priority").ShouldBe("1");
    }

    [Fact]
    public async Task A_customer_is_found_by_any_identifier_and_by_its_own_id()
    {
        var stored = (await store.Client.AppendAsync(new CloudEvent("ref-1", "page.viewed", "email:a%2Cb%3A%25@c.example,crm:ref/1") { Account = "org:17" })).List("results").Single();
        var id = stored.Text("customer");

        foreach (var reference in new[] { id!, $"id:{id}", "crm:ref%2F1", Uri.EscapeDataString("email:a%2Cb%3A%25@c.example") })
        {
            var customer = await store.Client.GetJsonAsync($"/v1/customers/{reference}");
            foreach (var name in new[] { "id", "identifiers", "account", "profile" }) customer.TryGetProperty(name, out _).ShouldBeTrue(name);
            customer.Text("id").ShouldBe(id, reference);
            customer.List("account").ShouldHaveSingleItem().GetString().ShouldBe("org:17");
        }
    }

    [Fact]
    public async Task A_position_that_is_not_reached_is_409_and_says_how_far_it_is()
    {
        const string who = "email:fresh@c.example";
        var position = (await store.Client.AppendAsync(new CloudEvent("fresh-1", "page.viewed", who))).Number("position");

        var problem = await store.Client.GetAsync($"/v1/customers/{who}/context?minPosition={position + 1_000_000}&waitMs=20")
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "not-fresh");

        problem.Number("asked").ShouldBe(position + 1_000_000);
        problem.Number("position").ShouldBeGreaterThanOrEqualTo(position);
    }

    [Fact]
    public async Task A_question_may_wait_for_a_position_that_is_still_to_come()
    {
        const string who = "email:waits@c.example";
        var position = (await store.Client.AppendAsync(new CloudEvent("waits-1", "page.viewed", who))).Number("position");

        var waiting = store.Client.GetJsonAsync($"/v1/customers/{who}/context?minPosition={position + 1}&waitMs=30000");
        await store.Client.AppendAsync(new CloudEvent("waits-2", "page.viewed", who));

        (await waiting).GetProperty("profile").Number("events").ShouldBe(2);
    }

    [Theory]
    [InlineData("", "unknown-customer", 404)]
    [InlineData("/timeline", "unknown-customer", 404)]
    [InlineData("/signals", "unknown-customer", 404)]
    [InlineData("/context", "unknown-customer", 404)]
    [InlineData("/timeline?limit=0", "bad-parameter", 400)]
    [InlineData("/timeline?before=nonsense", "bad-parameter", 400)]
    [InlineData("/context?asOf=yesterday", "bad-parameter", 400)]
    [InlineData("/context?minPosition=-1", "bad-parameter", 400)]
    [InlineData("/nothing", "unknown-route", 404)]
    public async Task What_is_not_there_is_404_and_what_cannot_be_meant_400(string path, string code, int status) =>
        await store.Client.GetAsync($"/v1/customers/email:nobody@c.example{path}").ShouldBeProblemAsync((HttpStatusCode)status, code);

    private static string Hour(int hour) => $"2026-03-01T{hour:00}:00:00Z";
}
