namespace JourneyStore.Cli.Demo.Story;

/// <summary>Orders: placed, confirmed with a delivery window, shipped, delivered; two in a hundred miss the window.</summary>
/// <param name="log">Where the shop logs.</param>
/// <param name="billing">What follows a delivery.</param>
/// <param name="calendar">When things happen.</param>
/// <param name="random">Chance.</param>
internal sealed class OrderProcess(Chronicle log, BillingProcess billing, Calendar calendar, Random random)
{
    private const double LateShare = 0.02;
    private static readonly string[] Carriers = ["Postnord", "Nordfracht", "Kustbud"];
    private static readonly string[] Items =
        ["sensor kit", "probe", "licence pack", "mounting set", "service contract", "battery", "calibration", "spare housing"];

    /// <summary>An order from the basket to the money.</summary>
    public void Tell(int number, Person who)
    {
        var order = new Case("order", $"ORD-{50_000 + number}", who);
        var placed = calendar.Moment(random);
        var amount = Amount(who);
        var items = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Pick(Items)).Distinct().ToArray();
        log.Step(order, "order.placed", placed, new { orderId = order.Id, amount, currency = "EUR", items }, who.Name, "web");
        if (random.Happens(0.015))
        {
            log.Step(order, "order.cancelled", placed.AddHours(random.Between(1, 20)),
                new { orderId = order.Id, amount, currency = "EUR", reason = "Changed my mind", by = "customer" }, who.Name);
            return;
        }
        var days = random.Next(3, 9);
        var deliverBy = placed.AddDays(days);
        log.Step(order, "order.confirmed", placed.AddMinutes(random.Between(4, 300)), new { orderId = order.Id, deliverBy }, "shop");
        if (random.Happens(0.015))
            log.Step(order, "order.out-of-stock", placed.AddHours(random.Between(3, 12)), new { orderId = order.Id, item = items[0] }, "warehouse");
        var carrier = random.Pick(Carriers);
        log.Step(order, "order.shipped", placed.AddDays(days * random.Between(0.3, 0.55)), new { orderId = order.Id, carrier, dueAt = deliverBy },
            "warehouse");
        var late = random.Happens(LateShare);
        var delivered = late ? deliverBy.AddHours(random.Between(6, 60)) : placed.AddDays(days * random.Between(0.65, 0.99));
        if (random.Happens(0.02))
            log.Step(order, "delivery.failed", delivered.AddHours(-20), new { orderId = order.Id, attempt = 1, reason = "Nobody there" }, carrier);
        if (late) log.Step(order, "sla.breached", deliverBy, new { sla = "delivery-window", dueAt = deliverBy }, "monitor");
        log.Step(order, "order.delivered", delivered, new { orderId = order.Id, receivedBy = "reception" }, carrier);
        if (random.Happens(0.025))
            log.Step(order, "order.returned", delivered.AddDays(random.Between(2, 9)),
                new { orderId = order.Id, amount, currency = "EUR", reason = "Not what I expected" }, who.Name);
        billing.Tell(order, delivered, amount);
    }

    private decimal Amount(Person who)
    {
        var usual = who.Tier switch { "platinum" => 4_200, "gold" => 1_400, "silver" => 420, _ => 110 };
        return Math.Round((decimal)(usual * Math.Exp(random.Normal(0, 0.5))), 2);
    }
}
