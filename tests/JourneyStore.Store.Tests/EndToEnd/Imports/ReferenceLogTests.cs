using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Imports;

/// <summary>Four reference logs of process mining in one database.</summary>
public sealed class ReferenceImport() : ImportedLogs(SampleLog.RunningExample, SampleLog.Helpdesk, SampleLog.OrderManagement, SampleLog.Bpic2013);

/// <summary>Figures of reference logs, counted before by other tools, come out of the read models.</summary>
public sealed class ReferenceLogTests(ReferenceImport import) : IClassFixture<ReferenceImport>
{
    [SkippableFact]
    public async Task The_running_example_has_8_activities_and_16_edges()
    {
        import.Report(SampleLog.RunningExample).Number("stored").ShouldBe(42);

        (await import.EdgesAsync("compensation")).Count.ShouldBe(16);
        var steps = await import.StepsAsync("compensation");
        steps.Count.ShouldBe(8);
        steps.Where(step => step.Number("ends") > 0).ToDictionary(step => step.Text("step")!, step => step.Number("ends"))
            .ShouldBe(new Dictionary<string, long> { ["pay compensation"] = 3, ["reject request"] = 3 }, ignoreOrder: true);
    }

    [SkippableFact]
    public async Task The_help_desk_has_the_edges_and_steps_counted_by_other_tools()
    {
        import.Report(SampleLog.Helpdesk).Number("stored").ShouldBe(21_348);

        var edges = await import.EdgesAsync("helpdesk");
        edges.Count.ShouldBe(55);
        edges[("Resolve ticket", "Closed")].ShouldBe(4_558);
        var steps = await import.StepsAsync("helpdesk");
        steps.Count.ShouldBe(14);
        steps.Sum(step => step.Number("count")).ShouldBe(21_348);
        steps.Sum(step => step.Number("starts")).ShouldBe(4_580);
        steps.Single(step => step.Text("step") == "Wait").Number("count").ShouldBe(1_463);
        (await import.RowAsync("processes", "helpdesk")).Number("cases").ShouldBe(4_580);
    }

    [SkippableFact]
    public async Task Incidents_between_support_lines_move_as_counted_by_other_tools()
    {
        import.Report(SampleLog.Bpic2013).Number("stored").ShouldBe(65_533);

        var edges = await import.EdgesAsync("incident");
        edges[("Accepted", "Queued")].ShouldBe(9_498);
        edges[("Queued", "Accepted")].ShouldBe(10_729);
        (await import.RowAsync("processes", "incident")).Number("cases").ShouldBe(7_554);
    }

    [SkippableFact]
    public async Task Orders_reach_their_customers_over_links_and_are_reminded_as_counted_by_other_tools()
    {
        import.Report(SampleLog.OrderManagement).Number("stored").ShouldBe(21_008);

        var steps = (await import.StepsAsync("order")).ToDictionary(step => step.Text("step")!);
        steps["payment reminder"].Number("cases").ShouldBe(443);
        steps["place order"].Number("count").ShouldBe(2_000);
        var all = steps.Values.Concat(await import.StepsAsync("delivery")).Sum(step => step.Number("count"));
        all.ShouldBe(21_008);
        var customers = (await import.RowsAsync("profile")).Values.Where(row => row.GetProperty("eventsByType").TryGetProperty("order.placed", out _)).ToList();
        customers.Count.ShouldBe(15);
        customers.Sum(row => row.Number("events")).ShouldBe(21_008);
    }

    [SkippableFact]
    public async Task The_maps_of_all_processes_are_what_the_log_says()
    {
        import.Report(SampleLog.Helpdesk);
        (await JourneyProcess.RunAsync(import.Database, "verify", "steps", "processes")).ShouldBeDone();
    }
}
