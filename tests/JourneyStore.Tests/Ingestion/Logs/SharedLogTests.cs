using System.Text.Json;
using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;
using JourneyStore.Ingestion.Logs.Ocel;
using Xunit.Abstractions;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>Figures of real logs, counted before by other tools, must come out of the candidates alone.</summary>
public class SharedLogTests(ITestOutputHelper output)
{
    private void Show(List<EventCandidate> events)
    {
        foreach (var type in events.GroupBy(e => e.Type).OrderByDescending(g => g.Count())) output.WriteLine($"{type.Count(),8:N0} {type.Key}");
        output.WriteLine($"{events.Count,8:N0} in all");
    }

    [SkippableFact]
    public async Task Servicenow_rows_become_the_events_that_other_tools_counted()
    {
        var events = await SharedData.Events("servicenow/incident_event_log.zip", "servicenow");
        Show(events);
        int Tickets(string type) => events.Where(e => e.Type == type).Select(e => e.CaseId).Distinct().Count();
        events.Select(e => e.CaseId).Distinct().Count().ShouldBe(24_918);
        events.Count(e => e.Type == "ticket.opened").ShouldBe(24_918);
        events.Count(e => e.Type == "sla.breached").ShouldBe(9_115);
        Tickets("sla.breached").ShouldBe(9_115);
        Tickets("ticket.reassigned").ShouldBe(11_369);
        Tickets("ticket.reopened").ShouldBe(275);
        Tickets("ticket.closed").ShouldBe(24_918);
        events.Count.ShouldBe(170_412);
        events.Select(e => e.Id[..e.Id.LastIndexOf('/')]).Distinct().Count().ShouldBe(141_712, "no row of the log vanishes");
        events.Where(e => e.Customer.Count == 0).Select(e => e.CaseId).Distinct().Count().ShouldBe(3);

        var callers = events.Where(e => e.Type == "ticket.opened" && e.Customer.Count == 1)
            .GroupBy(e => e.Customer[0].Value).ToDictionary(g => g.Key, g => g.Count());
        (callers["1904"], callers["290"], callers["4514"]).ShouldBe((438, 257, 130));
        callers.Values.Select(v => (double)v).Median().ShouldBe(3);

        var priority = events.Where(e => e.Type is "ticket.opened" or "ticket.priority-changed")
            .GroupBy(e => e.CaseId!).ToDictionary(g => g.Key, g => g.Last().DataJson().GetProperty("priority").GetString()!);
        var breached = events.Where(e => e.Type == "sla.breached").GroupBy(e => priority[e.CaseId!]).ToDictionary(g => g.Key, g => g.Count());
        (breached["1"], breached["2"], breached["3"], breached["4"]).ShouldBe((265, 406, 8_321, 123));
        priority.Values.GroupBy(p => p).ToDictionary(g => g.Key, g => g.Count())["3"].ShouldBe(23_466);

        var opened = events.Where(e => e.Type == "ticket.opened").ToDictionary(e => e.CaseId!);
        var closed = events.Where(e => e.Type == "ticket.closed").GroupBy(e => e.CaseId!).ToDictionary(g => g.Key, g => g.First());
        var toClosed = closed.Select(c => Traces.Hours(opened[c.Key], c.Value)).ToList();
        toClosed.Median().ShouldBe(145.87, 0.01);
        toClosed.Average().ShouldBe(315.33, 0.01);
        var resolved = events.Where(e => e.Type == "ticket.resolved").GroupBy(e => e.CaseId!).ToDictionary(g => g.Key, g => g.MaxBy(e => e.OccurredAt)!);
        resolved.Count.ShouldBe(23_362);
        resolved.Select(c => Traces.Hours(opened[c.Key], c.Value)).Median().ShouldBe(22.1, 0.01);
    }

    [SkippableFact]
    public async Task Helpdesk_has_its_variants_edges_and_customers()
    {
        var events = await SharedData.Events("helpdesk/helpdesk.xes.gz", "helpdesk");
        Show(events);
        events.Count.ShouldBe(21_348);
        events.SelectMany(e => e.Customer).Distinct().Count().ShouldBe(397);
        events.Select(e => e.Activity).Distinct().Count().ShouldBe(14);
        events.Count(e => e.Activity == "Wait").ShouldBe(1_463);
        var cases = events.ByCase();
        cases.Count.ShouldBe(4_580);
        cases.Count(c => c.Select(e => e.Customer[0]).Distinct().Count() > 1).ShouldBe(7);
        var variants = cases.Variants(e => e.Activity!);
        variants.Count.ShouldBe(226);
        variants["Assign seriousness|Take in charge ticket|Resolve ticket|Closed"].ShouldBe(2_366);
        var edges = cases.DirectlyFollows(e => e.Activity!);
        edges.Count.ShouldBe(55);
        edges[("Resolve ticket", "Closed")].ShouldBe(4_558);
        cases.Select(c => Traces.Hours(c[0], c[^1])).Median().ShouldBe(956.62, 0.01);
        cases.Select(c => Traces.Hours(c[0], c[^1])).Average().ShouldBe(980.60, 0.01);
        events.Min(e => e.OccurredAt).ShouldBe(new DateTimeOffset(2010, 1, 13, 8, 40, 25, TimeSpan.Zero));
        events.Max(e => e.OccurredAt).ShouldBe(new DateTimeOffset(2014, 1, 3, 13, 20, 58, TimeSpan.Zero));
    }

    [SkippableFact]
    public async Task Bpic_2013_answers_with_and_without_the_life_cycle()
    {
        var events = await SharedData.Events("bpic2013/07_bpic2013_incidents.xes.gz", "bpic2013");
        Show(events);
        events.Count.ShouldBe(65_533);
        var cases = events.ByCase();
        cases.Count.ShouldBe(7_554);
        cases.Variants(e => e.Activity!).Count.ShouldBe(1_511);
        cases.Variants(e => $"{e.Activity}+{Lifecycle(e)}").Count.ShouldBe(2_278);
        var edges = cases.DirectlyFollows(e => e.Activity!);
        edges[("Accepted", "Queued")].ShouldBe(9_498);
        edges[("Queued", "Accepted")].ShouldBe(10_729);

        static string? Lifecycle(EventCandidate e) =>
            e.DataJson().TryGetProperty("lifecycle", out var value) ? value.GetString() : null;
    }

    [SkippableFact]
    public async Task Running_example_is_the_textbooks()
    {
        var events = await SharedData.Events("running-example/running-example.xes", "running-example");
        events.Count.ShouldBe(42);
        var cases = events.ByCase();
        events.Select(e => e.Activity).Distinct().Count().ShouldBe(8);
        cases.DirectlyFollows(e => e.Activity!).Count.ShouldBe(16);
        cases.OrderBy(c => c[0].CaseId).Select(c => c.Count).Order().ShouldBe(new[] { 9, 5, 5, 5, 13, 5 }.Order());
        cases.Count(c => c[^1].Activity == "pay compensation").ShouldBe(3);
        cases.Count(c => c[^1].Activity == "reject request").ShouldBe(3);
        cases.Select(c => Traces.Hours(c[0], c[^1])).Median().ShouldBe(226.65, 0.01);
    }

    [SkippableFact]
    public async Task Order_management_reaches_one_customer_from_every_event()
    {
        var events = await SharedData.Events("order-management/order-management.json.gz", "order-management");
        Show(events);
        events.Count.ShouldBe(21_008);
        events.ShouldAllBe(e => e.Customer.Count == 1);
        events.Select(e => e.Customer[0].Value).Distinct().Count().ShouldBe(15);
        events.Sum(e => e.DataJson().GetProperty("objects").GetArrayLength()).ShouldBe(147_463);
        events.ShouldAllBe(e => e.CaseId != null);
        var orders = events.Where(e => e.Process == "order").GroupBy(e => e.CaseId!).ToDictionary(g => g.Key, g => g.ToList());
        orders.Count.ShouldBe(2_000);
        orders.Values.Count(o => o.Exists(e => e.Type == "payment.reminded")).ShouldBe(443);
        orders.Values.Select(o => Traces.Hours(o.Single(e => e.Type == "order.placed"), o.Single(e => e.Type == "order.paid"))).Median().ShouldBe(191.61, 0.01);
        events.Where(e => e.Type == "order.placed").ShouldAllBe(e => e.DataJson().GetProperty("amount").ValueKind == JsonValueKind.Number);
    }

    [SkippableFact]
    public void Order_management_has_its_objects_relations_and_attribute_values()
    {
        var path = SharedData.Log("order-management/order-management.json.gz");
        using var stream = new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress);
        var objects = OcelObjects.Read(stream, LogMap.Load(SharedData.Map("order-management")));
        (objects.Count, objects.RelationCount, objects.AttributeValueCount).ShouldBe((10_840, 28_391, 18_604));
    }
}
