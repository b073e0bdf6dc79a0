using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;
using JourneyStore.Ingestion.Logs.Ocel;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>The rules of the sample maps, by figures that follow from how the small logs are made. They need nothing beside the repository.</summary>
public class SmallLogTests
{
    private static async Task<List<EventCandidate>> Events(byte[] log, string name, string map)
    {
        var items = await Read.Bytes(name, log, LogMap.Load(SharedData.Map(map)));
        items.Rejects().ShouldBeEmpty();
        items.Events().Select(e => e.Id).Distinct().Count().ShouldBe(items.Count);
        (await Read.Bytes(name, Read.Gzip(log), LogMap.Load(SharedData.Map(map)))).Events().Select(e => e.Id)
            .ShouldBe(items.Events().Select(e => e.Id));
        return items.Events();
    }

    [Fact]
    public async Task Incidents_are_opened_handed_over_breached_resolved_and_closed_when_the_log_says()
    {
        var events = await Events(SmallLogs.Incidents(), "incidents.csv", "servicenow");
        HashSet<string?> Tickets(string type) => [.. events.Where(e => e.Type == type).Select(e => e.CaseId)];
        (Tickets("ticket.opened").Count, Tickets("ticket.closed").Count, Tickets("sla.breached").Count, Tickets("ticket.reassigned").Count).ShouldBe((40, 40, 8, 10));
        Tickets("ticket.reopened").Count.ShouldBe(5);
        events.Where(e => e.Type == "sla.breached").Count().ShouldBe(8);
        events.Where(e => e.Type == "ticket.opened" && e.Customer is [{ Value: "1904" }]).Count().ShouldBe(13);
        events.Where(e => e.Customer.Count == 0).Select(e => e.CaseId).Distinct().ShouldBe(["INC040"]);
        events.Single(e => e.Id == "INC001/0/opened").DataJson().GetProperty("subcategory").GetString().ShouldBe("170");

        var opened = events.Where(e => e.Type == "ticket.opened").ToDictionary(e => e.CaseId!);
        var closed = events.Where(e => e.Type == "ticket.closed").Select(e => Traces.Hours(opened[e.CaseId!], e)).ToList();
        (closed.Median(), closed.Average()).ShouldBe((120.5, 120.5));
    }

    [Fact]
    public async Task An_incident_is_resolved_at_its_time_of_resolution_and_one_without_is_not_said_to_be_resolved()
    {
        var events = await Events(SmallLogs.Incidents(), "incidents.csv", "servicenow");
        var opened = events.Where(e => e.Type == "ticket.opened").ToDictionary(e => e.CaseId!);
        var resolved = events.Where(e => e.Type == "ticket.resolved").GroupBy(e => e.CaseId!).ToDictionary(g => g.Key, g => g.MaxBy(e => e.OccurredAt)!);
        int[] timed = [.. Enumerable.Range(1, 40).Where(n => n % 8 != 0)];
        resolved.Keys.Order().ShouldBe(timed.Select(n => $"INC{n:000}").Order());
        foreach (var (ticket, last) in resolved) Traces.Hours(opened[ticket], last).ShouldBe(int.Parse(ticket[3..]), 0.001);
        resolved.Select(c => Traces.Hours(opened[c.Key], c.Value)).Median().ShouldBe(timed.Select(n => (double)n).Median());
        // Told once, though the row that says resolved stood before the time, and rows of one state follow each other.
        events.Count(e => e.Type == "ticket.resolved" && e.CaseId == "INC010").ShouldBe(2);
        events.Count(e => e.Type == "ticket.resolved" && e.CaseId == "INC001").ShouldBe(1);
    }

    [Fact]
    public async Task The_help_desks_customer_stands_on_the_event()
    {
        var events = await Events(SmallLogs.HelpDesk(), "desk.xes", "helpdesk");
        var cases = events.ByCase();
        (events.Count, cases.Count, events.Count(e => e.Activity == "Wait")).ShouldBe((130, 30, 10));
        cases.Count(c => c.Select(e => e.Customer[0]).Distinct().Count() > 1).ShouldBe(3);
        cases.Variants(e => e.Activity!).OrderByDescending(v => v.Value).Select(v => v.Value).ShouldBe([20, 10]);
        cases.DirectlyFollows(e => e.Activity!)[("Resolve ticket", "Closed")].ShouldBe(30);
        cases.Select(c => Traces.Hours(c[0], c[^1])).Median()
            .ShouldBe(Enumerable.Range(1, 30).Select(n => (double)n * (n % 3 == 0 ? 4 : 3)).Median());
        events.Where(e => e.Type == "ticket.opened").Count().ShouldBe(30);
    }

    [Fact]
    public async Task Hand_overs_answer_with_and_without_the_life_cycle()
    {
        var events = await Events(SmallLogs.HandOvers(), "vinst.xes", "bpic2013");
        var cases = events.ByCase();
        static string Step(EventCandidate e) => $"{e.Activity}+{e.DataJson().GetProperty("lifecycle").GetString()}";
        (cases.Variants(e => e.Activity!).Count, cases.Variants(Step).Count).ShouldBe((3, 6));
        var edges = cases.DirectlyFollows(e => e.Activity!);
        (edges[("Accepted", "Queued")], edges[("Queued", "Accepted")]).ShouldBe((21, 21));
        events.Where(e => e.Activity == "Queued").ShouldAllBe(e => e.Account.Count == 0 && e.Type == "ticket.reassigned");
        events.Count(e => e.Type == "ticket.waiting").ShouldBe(7);
    }

    [Fact]
    public async Task Requests_take_their_trace_for_the_customer()
    {
        var cases = (await Events(SmallLogs.Requests(), "requests.xes", "running-example")).ByCase();
        (cases.Count, cases.DirectlyFollows(e => e.Activity!).Count).ShouldBe((4, 4));
        cases.Count(c => c[^1].Activity == "pay compensation").ShouldBe(2);
        cases.Select(c => Traces.Hours(c[0], c[^1])).Median().ShouldBe(75);
        cases[0][3].DataText().ShouldBe("""{"costs":150}""");
        cases.ShouldAllBe(c => c[0].Customer[0].Value == c[0].CaseId);
    }

    [Fact]
    public async Task Orders_reach_their_customer_over_links_and_have_the_price_of_their_time()
    {
        var events = await Events(SmallLogs.Orders(), "orders.json", "order-management");
        events.Count.ShouldBe(12 * 4 + 3 + 3);
        events.ShouldAllBe(e => e.Customer.Count == 1 && e.CaseId != null);
        events.Select(e => e.Customer[0].Value).Distinct().Order().ShouldBe(["c0", "c1", "c2"]);
        var orders = events.Where(e => e.Process == "order").GroupBy(e => e.CaseId!).ToDictionary(g => g.Key, g => g.ToList());
        (orders.Count, orders.Values.Count(o => o.Exists(e => e.Type == "payment.reminded"))).ShouldBe((12, 3));
        orders.Values.Select(o => Traces.Hours(o.Single(e => e.Type == "order.placed"), o.Single(e => e.Type == "order.paid"))).Median().ShouldBe(9.5);
        orders["o5"].Single(e => e.Type == "order.placed").DataJson().GetProperty("amount").GetRawText().ShouldBe("5.50");
        orders["o5"].Single(e => e.Type == "order.paid").DataJson().GetProperty("amount").GetRawText().ShouldBe("6.50");
    }

    [Fact]
    public void Objects_relations_and_attribute_values_of_the_orders_are_all_read()
    {
        using var log = new MemoryStream(SmallLogs.Orders());
        var objects = OcelObjects.Read(log, LogMap.Load(SharedData.Map("order-management")));
        (objects.Count, objects.RelationCount, objects.AttributeValueCount).ShouldBe((12 * 3 + 6, 12 * 2 + 12 + 12, 12 * 2));
    }
}
