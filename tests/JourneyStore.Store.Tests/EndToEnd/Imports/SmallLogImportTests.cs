using JourneyStore.Store.Tests.EndToEnd.Harness;
using JourneyStore.Tests.Ingestion.Logs;

namespace JourneyStore.Store.Tests.EndToEnd.Imports;

/// <summary>The small audit log of incidents, imported by the real command with the sample map of the public one.</summary>
public sealed class SmallIncidentImport() : ImportedLogs(Incidents)
{
    internal static readonly SampleLog Incidents = SmallLogFile.Of("incidents.csv", SmallLogs.Incidents(), "servicenow");
}

/// <summary>The small logs in the shapes of the other public ones, in one database.</summary>
public sealed class SmallReferenceImport() : ImportedLogs(Requests, HelpDesk, Orders, HandOvers)
{
    internal static readonly SampleLog Requests = SmallLogFile.Of("requests.xes", SmallLogs.Requests(), "running-example");
    internal static readonly SampleLog HelpDesk = SmallLogFile.Of("desk.xes", SmallLogs.HelpDesk(), "helpdesk");
    internal static readonly SampleLog Orders = SmallLogFile.Of("orders.json", SmallLogs.Orders(), "order-management");
    internal static readonly SampleLog HandOvers = SmallLogFile.Of("vinst.xes", SmallLogs.HandOvers(), "bpic2013");
}

/// <summary>What <see cref="ServiceNowTests"/> checks, on a log that is always here: the figures follow from how it is made.</summary>
public sealed class SmallIncidentTests(SmallIncidentImport import) : IClassFixture<SmallIncidentImport>
{
    [Fact]
    public async Task Service_levels_hand_overs_reopenings_and_times_come_out_of_the_views()
    {
        var report = import.Report(SmallIncidentImport.Incidents);
        report.GetProperty("byType").Number("ticket.opened").ShouldBe(40);
        report.Number("rejected").ShouldBe(0);

        // Incident 40 names no caller: it is held, and in no view.
        var row = await import.RowAsync("processes", "incident");
        (row.Number("cases"), row.Number("breached"), row.Number("reassigned"), row.Number("reopened")).ShouldBe((39, 7, 9, 5));
        var priority = row.List("byPriority").ShouldHaveSingleItem();
        (priority.Text("priority"), priority.Number("cases"), priority.Number("breached")).ShouldBe(("3", 39, 7));
    }

    [Fact]
    public async Task Times_to_the_last_resolution_are_of_the_tickets_that_have_one()
    {
        import.Report(SmallIncidentImport.Incidents);
        var row = await import.RowAsync("processes", "incident");

        int[] timed = [.. Enumerable.Range(1, 39).Where(n => n % 8 != 0)];
        var resolved = row.GetProperty("openToResolved");
        resolved.Number("count").ShouldBe(timed.Length);
        Hours(resolved, "meanSeconds").ShouldBe(timed.Average(), 0.001);
        Hours(resolved, "medianSeconds").ShouldBe(timed[timed.Length / 2], timed[timed.Length / 2] * 0.02);
        var closed = row.GetProperty("openToClosed");
        (closed.Number("count"), Hours(closed, "meanSeconds")).ShouldBe((39, 120));
        Hours(closed, "medianSeconds").ShouldBe(120, 120 * 0.02);
    }

    [Fact]
    public async Task The_heaviest_caller_has_its_tickets_and_a_second_import_changes_nothing()
    {
        import.Report(SmallIncidentImport.Incidents);
        (await import.Client.GetJsonAsync("/v1/customers/caller:1904")).GetProperty("profile").GetProperty("eventsByType").Number("ticket.opened").ShouldBe(13);
        var before = (await import.RowAsync("processes", "incident")).GetRawText();
        var again = await import.ImportAsync(SmallIncidentImport.Incidents);
        (again.Number("stored"), again.Number("held"), again.Number("rejected")).ShouldBe((0, 0, 0));
        (await import.RowAsync("processes", "incident")).GetRawText().ShouldBe(before);
    }

    [Fact]
    public async Task Rebuilding_every_view_changes_no_row_and_the_log_verifies()
    {
        import.Report(SmallIncidentImport.Incidents);
        await import.RebuildAndVerifyAsync();
    }

    private static double Hours(System.Text.Json.JsonElement durations, string name) => durations.GetProperty(name).GetDouble() / 3600;
}

/// <summary>What <see cref="ReferenceLogTests"/> checks, on logs that are always here.</summary>
public sealed class SmallReferenceTests(SmallReferenceImport import) : IClassFixture<SmallReferenceImport>
{
    [Fact]
    public async Task Requests_have_their_activities_edges_and_ends()
    {
        import.Report(SmallReferenceImport.Requests).Number("stored").ShouldBe(16);
        (await import.EdgesAsync("compensation")).Count.ShouldBe(4);
        var steps = await import.StepsAsync("compensation");
        steps.Count.ShouldBe(5);
        steps.Where(step => step.Number("ends") > 0).ToDictionary(step => step.Text("step")!, step => step.Number("ends"))
            .ShouldBe(new Dictionary<string, long> { ["pay compensation"] = 2, ["reject request"] = 2 }, ignoreOrder: true);
    }

    [Fact]
    public async Task The_help_desk_has_its_edges_and_steps()
    {
        import.Report(SmallReferenceImport.HelpDesk).Number("stored").ShouldBe(130);
        (await import.EdgesAsync("helpdesk"))[("Resolve ticket", "Closed")].ShouldBe(30);
        var steps = await import.StepsAsync("helpdesk");
        (steps.Sum(step => step.Number("count")), steps.Sum(step => step.Number("starts"))).ShouldBe((130, 30));
        steps.Single(step => step.Text("step") == "Wait").Number("count").ShouldBe(10);
        (await import.RowAsync("processes", "helpdesk")).Number("cases").ShouldBe(30);
    }

    [Fact]
    public async Task Incidents_move_between_support_lines_and_orders_reach_their_customers()
    {
        import.Report(SmallReferenceImport.HandOvers);
        var edges = await import.EdgesAsync("incident");
        (edges[("Accepted", "Queued")], edges[("Queued", "Accepted")]).ShouldBe((21, 21));

        import.Report(SmallReferenceImport.Orders).Number("stored").ShouldBe(12 * 4 + 6);
        var steps = (await import.StepsAsync("order")).ToDictionary(step => step.Text("step")!);
        (steps["place order"].Number("count"), steps["payment reminder"].Number("cases")).ShouldBe((12, 3));
        (await import.RowsAsync("profile")).Values.Count(row => row.GetProperty("eventsByType").TryGetProperty("order.placed", out _)).ShouldBe(3);
        (await JourneyProcess.RunAsync(import.Database, "verify", "steps", "processes")).ShouldBeDone();
    }
}

/// <summary>Small logs as files, with the sample maps of the public logs in whose shapes they are.</summary>
internal static class SmallLogFile
{
    /// <summary>Writes a log into a folder of its own.</summary>
    public static SampleLog Of(string name, byte[] log, string map)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("journey-small-").FullName, name);
        File.WriteAllBytes(path, log);
        return new SampleLog(path, map);
    }
}
