namespace JourneyStore.Cli.Demo.Story;

/// <summary>
/// Hanna Lindqvist, platinum: nothing that happens to her is late by anybody's rule. Four tickets, each resolved within its three
/// workdays but handed over and left waiting; a delivery in the last hour of its window; a reminder that crosses a credit note; a
/// lukewarm survey.
/// </summary>
/// <param name="hanna">Hanna.</param>
/// <param name="calendar">When things happen.</param>
internal sealed class HannasStory(Person hanna, Calendar calendar)
{
    public void Tell(Chronicle desk, Chronicle shop, Chronicle ledger, Chronicle calls, Chronicle campaigns, BillingProcess billing)
    {
        Order(shop, "ORD-49001", 68, 65, 6_900m);
        Ticket(desk, new("INC100001", 15, "Calibration software loses its licence", "licence", ["Applications", "Licensing"], "supplier"));
        Ticket(desk, new("INC100002", 11, "VPN drops during remote diagnostics", "network", ["Network", "Second Line"], "third-party"));
        Order(shop, "ORD-49002", 13, 9, 8_450m);
        Ticket(desk, new("INC100003", 8, "Licence lost again after the update", "licence", ["Licensing", "Applications"], "supplier"));
        CrossedReminder(ledger, calls, billing);
        desk.Step(new Case("incident", "INC100003", hanna), "survey.answered", calendar.Workday(4, 8, 40),
            new { score = 6, scale = 10, survey = "csat", comment = "Solved in the end, but I told the story three times" }, hanna.Name, "email");
        Ticket(desk, new("INC100004", 4, "Remote diagnostics unreachable", "network", ["Network", "Second Line", "Network"], "third-party"));
        campaigns.Note("message.sent", calendar.Workday(2, 6, 45), hanna,
            new { campaign = "premium-care", purpose = "marketing", subject = "Upgrade to Premium Care" }, "email", "campaign", actor: "campaigns");
    }

    private void Ticket(Chronicle desk, HannasTicket told)
    {
        var ticket = new Case("incident", told.Id, hanna);
        var first = told.Workday;
        var opened = calendar.Workday(first, 8, 12);
        var dueAt = calendar.Workday(first - 3, 12, 0);
        desk.Step(ticket, "ticket.opened", opened,
            new { told.Subject, told.Category, priority = 3, state = "new", group = ServiceDesk.FirstLine, dueAt }, hanna.Name, "phone");
        var (agent, group) = ("Peter Falk", ServiceDesk.FirstLine);
        desk.Step(ticket, "ticket.assigned", opened.AddMinutes(35), new { assignee = agent, group }, "dispatcher");
        DateTimeOffset[] handovers = [calendar.Workday(first, 11, 5), calendar.Workday(first, 15, 40), calendar.Workday(first - 1, 9, 20)];
        for (var count = 1; count <= told.Groups.Length; count++)
        {
            var (fromAssignee, fromGroup) = (agent, group);
            (agent, group) = (ServiceDesk.Agents[(count * 3) + told.Groups.Length], told.Groups[count - 1]);
            desk.Step(ticket, "ticket.reassigned", handovers[count - 1], new { assignee = agent, group, fromAssignee, fromGroup, count },
                fromAssignee);
        }
        desk.Step(ticket, "ticket.waiting", calendar.Workday(first - 1, 10, 50), new { told.WaitingFor, reason = "Answer from outside" }, agent);
        desk.Step(ticket, "ticket.resumed", calendar.Workday(first - 2, 13, 30), new { reason = "Answer is there" }, agent);
        desk.Step(ticket, "ticket.resolved", calendar.Workday(first - 3, 10, 15), new { resolution = "Fixed", resolvedBy = agent }, agent);
        desk.Step(ticket, "ticket.closed", calendar.Workday(first - 3, 16, 0), new { reason = "Confirmed" }, agent);
    }

    private void Order(Chronicle shop, string orderId, int placed, int delivered, decimal amount)
    {
        var order = new Case("order", orderId, hanna);
        var deliverBy = calendar.Workday(delivered, 17, 0);
        shop.Step(order, "order.placed", calendar.Workday(placed, 9, 5),
            new { orderId, amount, currency = "EUR", items = new[] { "probe", "calibration" } }, hanna.Name, "web");
        shop.Step(order, "order.confirmed", calendar.Workday(placed, 10, 20), new { orderId, deliverBy }, "shop");
        shop.Step(order, "order.shipped", calendar.Workday(delivered + 1, 14, 0), new { orderId, carrier = "Nordfracht", dueAt = deliverBy },
            "warehouse");
        shop.Step(order, "order.delivered", calendar.Workday(delivered, 16, 22), new { orderId, receivedBy = "reception" }, "Nordfracht");
    }

    private void CrossedReminder(Chronicle ledger, Chronicle calls, BillingProcess billing)
    {
        var order = new Case("order", "ORD-49002", hanna);
        billing.Invoice(hanna, "INV-49002", calendar.Workday(8, 9, 0), 8_450m);
        billing.Credit(hanna, "INV-49002", calendar.Workday(7, 15, 10), 1_690m);
        billing.Remind(order, "INV-49002", calendar.Workday(6, 7, 0), 8_450m);
        calls.Note("call.received", calendar.Workday(6, 9, 31), hanna,
            new { subject = "Reminder for an invoice that was credited", waitSeconds = 540, durationSeconds = 660, queue = "main" }, "phone", "call");
        ledger.Step(order, "order.paid", calendar.Workday(4, 11, 0),
            new { orderId = order.Id, amount = 6_760m, currency = "EUR", method = "invoice" }, hanna.Name);
    }

    /// <param name="Id">The ticket's number.</param>
    /// <param name="Workday">How many workdays before the end it is opened.</param>
    /// <param name="Subject">What it is about.</param>
    /// <param name="Category">Kind of matter.</param>
    /// <param name="Groups">Who gets it, one after the other.</param>
    /// <param name="WaitingFor">Whom it waits for.</param>
    private sealed record HannasTicket(string Id, int Workday, string Subject, string Category, string[] Groups, string WaitingFor);
}
