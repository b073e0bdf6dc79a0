namespace JourneyStore.Cli.Demo.Story;

/// <summary>
/// Jonas Weber, standard: one ticket long ago, an order on time. What a process alone sees of a ticket is the same for him and for Hanna.
/// </summary>
/// <param name="jonas">Jonas.</param>
/// <param name="calendar">When things happen.</param>
internal sealed class OrdinaryStory(Person jonas, Calendar calendar)
{
    public void Tell(Chronicle desk, Chronicle shop)
    {
        var ticket = new Case("incident", "INC100005", jonas);
        var opened = calendar.Workday(44, 9, 40);
        desk.Step(ticket, "ticket.opened", opened,
            new
            {
                subject = "New colleague needs access", category = "access", priority = "3", state = "new",
                group = ServiceDesk.FirstLine, dueAt = opened.AddHours(72),
            },
            jonas.Name, "web");
        desk.Step(ticket, "ticket.assigned", opened.AddMinutes(20), new { assignee = "Ida Norén", group = ServiceDesk.FirstLine }, "dispatcher");
        desk.Step(ticket, "ticket.resolved", opened.AddHours(6), new { resolution = "Access granted", resolvedBy = "Ida Norén" }, "Ida Norén");
        desk.Step(ticket, "ticket.closed", opened.AddHours(24), new { reason = "Confirmed" }, "Ida Norén");
        var order = new Case("order", "ORD-49003", jonas);
        var (orderId, deliverBy) = (order.Id, calendar.Workday(18, 17, 0));
        shop.Step(order, "order.placed", calendar.Workday(23, 12, 15),
            new { orderId, amount = 118.40m, currency = "EUR", items = new[] { "battery" } }, jonas.Name, "web");
        shop.Step(order, "order.confirmed", calendar.Workday(23, 12, 40), new { orderId, deliverBy }, "shop");
        shop.Step(order, "order.shipped", calendar.Workday(22, 14, 0), new { orderId, carrier = "Postnord", dueAt = deliverBy }, "warehouse");
        shop.Step(order, "order.delivered", calendar.Workday(20, 10, 5), new { orderId, receivedBy = "Jonas Weber" }, "Postnord");
        shop.Step(order, "order.paid", calendar.Workday(14, 8, 0), new { orderId, amount = 118.40m, currency = "EUR", method = "card" }, jonas.Name);
    }
}
