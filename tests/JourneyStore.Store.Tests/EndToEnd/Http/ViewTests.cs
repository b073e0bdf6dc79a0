using System.Net;
using System.Text.Json;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Http;

public sealed class ViewTests(DevStore store) : IClassFixture<DevStore>
{
    [Fact]
    public async Task Every_view_is_listed_and_has_a_route_of_its_own()
    {
        var views = (await store.Client.GetJsonAsync("/v1/views")).List("views");

        views.Select(view => view.Text("name")).ShouldBe(["attention", "processes", "profile", "signals", "steps"], ignoreOrder: true);
        foreach (var view in views)
        {
            var page = await store.Client.GetJsonAsync($"/v1/views/{view.Text("name")}?limit=3");
            page.ShouldHaveMembers("view", "rows", "next", "position");
        }
    }

    [Fact]
    public async Task A_view_pages_through_all_its_rows_once()
    {
        await store.Client.AppendAsync(Enumerable.Range(0, 25).Select(i => new CloudEvent($"page-{i}", "page.viewed", $"crm:page-{i}")));

        var keys = await Keys("profile", 4);

        keys.Distinct().Count().ShouldBe(keys.Count);
        keys.Count.ShouldBeGreaterThanOrEqualTo(25);
        var row = await store.Client.GetJsonAsync($"/v1/views/profile/{keys[0]}");
        row.ShouldHaveMembers("key", "revision", "data");
        row.GetProperty("data").Text("customer").ShouldBe(keys[0]);
    }

    [Fact]
    public async Task Who_needs_care_most_is_listed_by_the_score_that_is_shown_as_of_one_moment()
    {
        // The newest event of each is of another day, so that the numbers as they were kept are in another order.
        var position = (await store.Client.AppendAsync(
            new CloudEvent("care-1", "complaint.filed", "crm:care-1") { Time = "2026-01-01T09:00:00Z", Data = """{"subject":"a"}""" },
            new CloudEvent("care-2", "sla.breached", "crm:care-2") { Time = "2026-02-20T09:00:00Z", Data = """{"sla":"x"}""" },
            new CloudEvent("care-3", "complaint.filed", "crm:care-3") { Time = "2026-02-01T09:00:00Z", Data = """{"subject":"b"}""" }))
            .Number("position");
        await store.Client.ReachedAsync("attention", position);

        var rows = (await store.Client.GetJsonAsync("/v1/views/attention?limit=100")).List("rows").Select(row => row.GetProperty("data")).ToList();

        rows.Select(row => row.GetProperty("score").GetDouble()).ShouldBeInOrder(SortDirection.Descending);
        rows.Select(row => row.Text("asOf")).Distinct().ShouldHaveSingleItem();
        rows[0].ShouldHaveMembers("customer", "score", "asOf", "tier", "openCaseCount", "because", "heaviest", "lastEventAt");
    }

    [Fact]
    public async Task A_view_across_customers_follows_the_log_and_its_keys_may_hold_slashes()
    {
        var position = (await store.Client.AppendAsync(
            new CloudEvent("map-1", "a.step", "crm:map-1") { Process = "in/out", CaseId = "1", Activity = "Begin", Time = "2026-03-01T09:00:00Z" },
            new CloudEvent("map-2", "a.step", "crm:map-2") { Process = "in/out", CaseId = "1", Activity = "100 % / done", Time = "2026-03-01T10:00:00Z" })).Number("position");
        await store.Client.ReachedAsync("steps", position);

        var begin = (await store.Client.GetJsonAsync($"/v1/views/steps/{Uri.EscapeDataString("in%2Fout/Begin")}")).GetProperty("data");
        begin.List("next").ShouldHaveSingleItem().Text("step").ShouldBe("100 % / done");
        var end = (await store.Client.GetJsonAsync($"/v1/views/steps/{Uri.EscapeDataString("in%2Fout/100 %25 %2F done")}")).GetProperty("data");
        end.Number("ends").ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_there_is_404_and_what_cannot_be_meant_400()
    {
        await store.Client.GetAsync("/v1/views/none").ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown-view");
        await store.Client.GetAsync("/v1/views/profile/none").ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown-row");
        await store.Client.GetAsync("/v1/views/profile?limit=1001").ShouldBeProblemAsync(HttpStatusCode.BadRequest, "bad-parameter");
        await store.Client.GetAsync("/v1/views/profile?after=nonsense!").ShouldBeProblemAsync(HttpStatusCode.BadRequest, "bad-parameter");
    }

    private async Task<List<string>> Keys(string view, int limit)
    {
        var keys = new List<string>();
        string? next = null;
        do
        {
            var page = await store.Client.GetJsonAsync($"/v1/views/{view}?limit={limit}{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            keys.AddRange(page.List("rows").Select(row => row.Text("key")!));
            next = page.Text("next");
        }
        while (next is not null);
        return keys;
    }
}
