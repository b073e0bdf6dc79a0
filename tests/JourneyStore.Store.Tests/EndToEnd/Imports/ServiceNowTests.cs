using System.Text.Json;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Imports;

/// <summary>The ServiceNow log in one database.</summary>
public sealed class ServiceNowImport() : ImportedLogs(SampleLog.ServiceNow);

/// <summary>Figures of 24,918 incidents, counted before by other tools, come out of the read models.</summary>
public sealed class ServiceNowTests(ServiceNowImport import) : IClassFixture<ServiceNowImport>
{
    [SkippableFact]
    public void Every_event_is_stored_but_those_of_the_tickets_without_a_caller()
    {
        var report = import.Report(SampleLog.ServiceNow);

        report.Number("stored").ShouldBe(170_378);
        report.Number("held").ShouldBe(34);
        report.Number("rejected").ShouldBe(0);
        report.GetProperty("byType").Number("ticket.opened").ShouldBe(24_918);
    }

    [SkippableFact]
    public async Task Service_levels_hand_overs_and_reopenings_are_those_counted_by_other_tools()
    {
        import.Report(SampleLog.ServiceNow);
        var row = await import.RowAsync("processes", "incident");

        // The three tickets without a caller are held, so they are in no view yet.
        var held = await HeldTickets();
        held.Count.ShouldBe(3);
        row.Number("cases").ShouldBe(24_918 - held.Count);
        row.Number("breached").ShouldBe(9_115 - held.Count(ticket => ticket.Types.Contains("sla.breached")));
        row.Number("reassigned").ShouldBe(11_369 - held.Count(ticket => ticket.Types.Contains("ticket.reassigned")));
        row.Number("reopened").ShouldBe(275 - held.Count(ticket => ticket.Types.Contains("ticket.reopened")));
        row.GetProperty("openToClosed").Number("count").ShouldBe(24_918 - held.Count);
    }

    [SkippableFact]
    public async Task Breaches_by_final_priority_are_those_counted_by_other_tools()
    {
        import.Report(SampleLog.ServiceNow);
        var held = await HeldTickets();

        var byPriority = (await import.RowAsync("processes", "incident")).List("byPriority")
            .ToDictionary(row => row.Text("priority")![..1], row => (Breached: row.Number("breached"), Cases: row.Number("cases")));

        foreach (var (priority, breached, cases) in new[] { ("1", 265, 270), ("2", 406, 408), ("3", 8_321, 23_466), ("4", 123, 774) })
        {
            var absent = held.Where(ticket => ticket.Priority[..1] == priority).ToList();
            byPriority[priority].ShouldBe((breached - absent.Count(ticket => ticket.Types.Contains("sla.breached")), cases - absent.Count), priority);
        }
    }

    [SkippableFact]
    public async Task Times_from_opening_to_closing_are_within_two_per_cent()
    {
        import.Report(SampleLog.ServiceNow);

        var toClosed = (await import.RowAsync("processes", "incident")).GetProperty("openToClosed");

        (toClosed.GetProperty("medianSeconds").GetDouble() / 3600).ShouldBe(145.87, 145.87 * 0.02);
        (toClosed.GetProperty("meanSeconds").GetDouble() / 3600).ShouldBe(315.33, 315.33 * 0.02);
    }

    // The tickets that the log gives a resolution time, whatever state their rows name.
    [SkippableFact]
    public async Task Times_from_opening_to_the_last_resolution_are_within_two_per_cent()
    {
        import.Report(SampleLog.ServiceNow);

        var held = await HeldTickets();

        var toResolved = (await import.RowAsync("processes", "incident")).GetProperty("openToResolved");

        toResolved.Number("count").ShouldBe(23_362 - held.Count(ticket => ticket.Types.Contains("ticket.resolved")));
        (toResolved.GetProperty("medianSeconds").GetDouble() / 3600).ShouldBe(22.1, 22.1 * 0.02);
    }

    [SkippableFact]
    public async Task The_heaviest_callers_have_the_tickets_counted_by_other_tools()
    {
        import.Report(SampleLog.ServiceNow);
        foreach (var (caller, tickets) in new[] { ("1904", 438), ("290", 257), ("4514", 130) })
        {
            var profile = (await import.Client.GetJsonAsync($"/v1/customers/caller:{caller}")).GetProperty("profile");
            profile.GetProperty("eventsByType").Number("ticket.opened").ShouldBe(tickets, caller);
        }
    }

    [SkippableFact]
    public async Task The_context_and_the_timeline_of_the_heaviest_caller_agree()
    {
        import.Report(SampleLog.ServiceNow);
        const string reference = "caller:1904";

        var context = JsonDocument.Parse((await JourneyProcess.RunAsync(import.Database, "context", reference, "--json")).ShouldBeDone().Out).RootElement;
        var ids = new HashSet<string>();
        string? next = null, last = null;
        do
        {
            var page = await import.Client.GetJsonAsync($"/v1/customers/{reference}/timeline?limit=1000{(next is null ? "" : $"&before={next}")}");
            foreach (var entry in page.List("entries"))
            {
                ids.Add(entry.Text("id")!).ShouldBeTrue("no event comes twice");
                if (last is not null) string.CompareOrdinal(entry.Text("occurredAt"), last).ShouldBeLessThanOrEqualTo(0);
                last = entry.Text("occurredAt");
            }
            next = page.Text("next");
        }
        while (next is not null);

        context.GetProperty("profile").Number("events").ShouldBe(ids.Count);
        context.GetProperty("profile").GetProperty("cases").List("open").ShouldBeEmpty("every ticket of the log is closed");
        var printed = (await JourneyProcess.RunAsync(import.Database, "timeline", reference, "--limit", "5")).ShouldBeDone();
        printed.Out.ShouldContain("Ticket");
    }

    [SkippableFact]
    public async Task A_second_import_stores_nothing_new()
    {
        import.Report(SampleLog.ServiceNow);
        var before = await import.RowAsync("processes", "incident");

        var again = await import.ImportAsync(SampleLog.ServiceNow);

        again.Number("stored").ShouldBe(0);
        again.Number("held").ShouldBe(0);
        again.Number("duplicate").ShouldBe(170_412);
        (await import.RowAsync("processes", "incident")).GetRawText().ShouldBe(before.GetRawText());
    }

    [SkippableFact]
    public async Task Rebuilding_every_view_changes_no_row_and_the_log_verifies()
    {
        import.Report(SampleLog.ServiceNow);
        await import.RebuildAndVerifyAsync();
    }

    private async Task<List<HeldTicket>> HeldTickets() =>
        [.. (await import.Client.GetJsonAsync("/v1/held?limit=1000")).List("events")
            .GroupBy(one => one.Text("caseId"))
            .Select(ticket => new HeldTicket(
                [.. ticket.Select(one => one.Text("type")!)],
                ticket.Where(one => one.Text("type") is "ticket.opened" or "ticket.priority-changed").Select(one => one.GetProperty("data").Text("priority")!).Last()))];

    private sealed record HeldTicket(HashSet<string> Types, string Priority);
}
