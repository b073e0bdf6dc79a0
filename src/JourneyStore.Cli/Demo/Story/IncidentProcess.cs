namespace JourneyStore.Cli.Demo.Story;

/// <summary>Tickets: opened, handed over, waiting, resolved, closed; three in a hundred miss their service level.</summary>
/// <param name="log">Where the service desk logs.</param>
/// <param name="calendar">When things happen.</param>
/// <param name="random">Chance.</param>
internal sealed class IncidentProcess(Chronicle log, Calendar calendar, Random random)
{
    private const double LateShare = 0.03;
    private static readonly string[] WaitsFor = ["customer", "supplier", "third-party"];
    private static readonly (string Channel, double Share)[] Channels = [("phone", 35), ("email", 35), ("web", 25), ("chat", 5)];
    private static readonly (int Times, double Share)[] Handovers = [(0, 66), (1, 22), (2, 9), (3, 3)];

    /// <summary>A ticket from its opening to its end, or to where the story ends.</summary>
    public void Tell(int number, Person who)
    {
        var ticket = new Case("incident", $"INC{100_000 + number}", who);
        var priority = random.Weighted(ServiceDesk.Priorities);
        var matter = random.Pick(ServiceDesk.Matters);
        var opened = calendar.Moment(random);
        var allowed = TimeSpan.FromHours(ServiceDesk.HoursAllowed(priority));
        var late = random.Happens(LateShare);
        var taken = allowed * (late ? random.Between(1.05, 1.8) : Math.Pow(random.NextDouble(), 1.4) * 0.93 + 0.03);
        var resolved = opened + taken;
        log.Step(
            ticket, "ticket.opened", opened,
            new { matter.Subject, matter.Category, priority, state = "new", group = ServiceDesk.FirstLine, dueAt = opened + allowed },
            who.Name, random.Weighted(Channels));
        var agent = random.Pick(ServiceDesk.Agents);
        log.Step(ticket, "ticket.assigned", opened + taken * random.Between(0.01, 0.08), new { assignee = agent, group = ServiceDesk.FirstLine },
            "dispatcher");
        agent = HandOver(ticket, opened, taken, agent);
        if (random.Happens(0.24)) Wait(ticket, opened, taken, agent);
        if (random.Happens(0.015))
            log.Step(ticket, "ticket.escalated", opened + taken * 0.7, new { level = "2", reason = "Customer asks for it" }, agent);
        if (late) log.Step(ticket, "sla.breached", opened + allowed, new { sla = "resolution", dueAt = opened + allowed }, "monitor");
        log.Step(ticket, "ticket.resolved", resolved, new { resolution = "Fixed", resolvedBy = agent }, agent);
        End(ticket, resolved, agent, late);
    }

    private string HandOver(Case ticket, DateTimeOffset opened, TimeSpan taken, string agent)
    {
        var group = ServiceDesk.FirstLine;
        var times = random.Weighted(Handovers);
        for (var count = 1; count <= times; count++)
        {
            var (fromAgent, fromGroup) = (agent, group);
            (agent, group) = (random.Pick(ServiceDesk.Agents), random.Pick(ServiceDesk.Groups));
            log.Step(
                ticket, "ticket.reassigned", opened + taken * (0.1 + 0.2 * count),
                new { assignee = agent, group, fromAssignee = fromAgent, fromGroup, count }, fromAgent);
        }
        return agent;
    }

    private void Wait(Case ticket, DateTimeOffset opened, TimeSpan taken, string agent)
    {
        var waitingFor = random.Pick(WaitsFor);
        log.Step(ticket, "ticket.waiting", opened + taken * 0.72, new { waitingFor }, agent);
        log.Step(ticket, "ticket.resumed", opened + taken * random.Between(0.8, 0.95), new { reason = "Answer is there" }, agent);
    }

    private void End(Case ticket, DateTimeOffset resolved, string agent, bool late)
    {
        var settled = resolved;
        if (random.Happens(0.02))
        {
            log.Step(ticket, "ticket.reopened", settled.AddHours(random.Between(2, 20)), new { count = 1, reason = "It is back" }, ticket.Who.Name);
            settled = settled.AddHours(random.Between(24, 48));
            log.Step(ticket, "ticket.resolved", settled, new { resolution = "Fixed for good", resolvedBy = agent }, agent);
        }
        var closed = settled.AddHours(random.Between(12, 60));
        log.Step(ticket, "ticket.closed", closed, new { reason = "Confirmed" }, agent);
        if (random.Happens(late ? 0.08 : 0.004))
            log.Note("complaint.filed", closed.AddHours(3), ticket.Who, new { subject = "Took too long" }, "email");
        if (random.Happens(0.3)) Survey(ticket, closed, late);
    }

    private void Survey(Case ticket, DateTimeOffset closed, bool late)
    {
        var score = Math.Clamp(Math.Round(random.Normal(late ? 5.5 : 8.4, 1.3)), 0, 10);
        var answered = closed.AddHours(random.Between(4, 50));
        log.Step(ticket, "survey.answered", answered, new { score, scale = 10, survey = "csat" }, ticket.Who.Name, "email");
    }
}
