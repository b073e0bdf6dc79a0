namespace JourneyStore.Cli.Demo.Story;

/// <summary>
/// Hanna Lindqvist, platinum: nothing that happens to her is late by anybody's rule. Four tickets, each resolved in time but handed
/// over and left waiting; a delivery in the last hours of its window; a reminder that crosses a credit note; a lukewarm survey.
/// </summary>
/// <param name="hanna">Hanna.</param>
/// <param name="calendar">When things happen.</param>
internal sealed class HannasStory(Person hanna, Calendar calendar)
{
    public void Tell(Chronicle desk, Chronicle shop, Chronicle ledger, Chronicle calls, Chronicle campaigns, BillingProcess billing)
    {
        Order(shop, "ORD-49001", 96, 91, 92, 6_900m);
        Ticket(desk, new("INC100001", 20, "Calibration software loses its licence", "licence", 3, ["Applications", "Licensing"], "supplier"));
        Ticket(desk, new("INC100002", 14, "VPN drops during remote diagnostics", "network", 3, ["Network", "Second Line"], "third-party"));
        Order(shop, "ORD-49002", 18, 11, 11, 8_450m);
        Ticket(desk, new("INC100003", 9, "Licence lost again after the update", "licence", 3, ["Licensing", "Applications"], "supplier"));
        desk.Step(new Case("incident", "INC100003", hanna), "survey.answered", calendar.Before(5, 8, 40),
            new { score = 6, scale = 10, survey = "csat", comment = "Solved in the end, but I told the story three times" }, hanna.Name, "email");
        CrossedReminder(ledger, calls, billing);
        Ticket(desk, new("INC100004", 4, "Remote diagnostics unreachable", "network", 3, ["Network", "Second Line", "Network"], "third-party"));
        campaigns.Note("message.sent", calendar.Before(2, 6, 45), hanna,
            new { campaign = "premium-care", purpose = "marketing", subject = "Upgrade to Premium Care" }, "email", "campaign", actor: "campaigns");
    }

    private void Ticket(Chronicle desk, HannasTicket told)
    {
        var ticket = new Case("incident", told.Id, hanna);
        var opened = calendar.Before(told.DaysBefore, 8, 12);
        var dueAt = opened.AddHours(72);
        desk.Step(ticket, "ticket.opened", opened,
            new { told.Subject, told.Category, priority = told.Priority, state = "new", group = ServiceDesk.FirstLine, dueAt }, hanna.Name, "phone");
        desk.Step(ticket, "ticket.assigned", opened.AddMinutes(35), new { assignee = "Peter Falk", group = ServiceDesk.FirstLine }, "dispatcher");
        var (fromGroup, agent) = (ServiceDesk.FirstLine, "Peter Falk");
        for (var count = 1; count <= told.Groups.Length; count++)
        {
            var (group, next) = (told.Groups[count - 1], ServiceDesk.Agents[(count * 3) + told.Groups.Length]);
            desk.Step(ticket, "ticket.reassigned", opened.AddHours(5 * count), new { assignee = next, group, fromAssignee = agent, fromGroup, count }, agent);
            (fromGroup, agent) = (group, next);
        }
        desk.Step(ticket, "ticket.waiting", opened.AddHours(22), new { waitingFor = told.WaitingFor, reason = "Answer from outside" }, agent);
        desk.Step(ticket, "ticket.resumed", opened.AddHours(49), new { reason = "Answer is there" }, agent);
        desk.Step(ticket, "ticket.resolved", opened.AddHours(66), new { resolution = "Fixed", resolvedBy = agent }, agent);
        desk.Step(ticket, "ticket.closed", opened.AddHours(78), new { reason = "Confirmed" }, agent);
    }

    private void Order(Chronicle shop, string orderId, double placed, double delivered, double window, decimal amount)
    {
        var order = new Case("order", orderId, hanna);
        var deliverBy = calendar.Before(window, 17, 0);
        shop.Step(order, "order.placed", calendar.Before(placed, 9, 5), new { orderId, amount, currency = "EUR", items = new[] { "probe", "calibration" } }, hanna.Name, "web");
        shop.Step(order, "order.confirmed", calendar.Before(placed, 10, 20), new { orderId, deliverBy }, "shop");
        shop.Step(order, "order.shipped", calendar.Before(delivered + 1, 14, 0), new { orderId, carrier = "Nordfracht", dueAt = deliverBy }, "warehouse");
        shop.Step(order, "order.delivered", calendar.Before(delivered, 16, 22), new { orderId, receivedBy = "reception" }, "Nordfracht");
    }

    private void CrossedReminder(Chronicle ledger, Chronicle calls, BillingProcess billing)
    {
        var order = new Case("order", "ORD-49002", hanna);
        billing.Invoice(hanna, "INV-49002", calendar.Before(10, 9, 0), 8_450m);
        billing.Credit(hanna, "INV-49002", calendar.Before(7, 15, 10), 1_690m);
        billing.Remind(order, "INV-49002", calendar.Before(6, 7, 0), 8_450m);
        calls.Note("call.received", calendar.Before(6, 9, 31), hanna,
            new { subject = "Reminder for an invoice that was credited", waitSeconds = 540, durationSeconds = 660, queue = "main" }, "phone", "call");
        ledger.Step(order, "order.paid", calendar.Before(5, 11, 0), new { orderId = order.Id, amount = 6_760m, currency = "EUR", method = "invoice" }, hanna.Name);
    }

    private sealed record HannasTicket(string Id, double DaysBefore, string Subject, string Category, int Priority, string[] Groups, string WaitingFor);
}
