using JourneyStore.Events;
using JourneyStore.Events.Billing;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Identity;
using JourneyStore.Events.Marketing;
using JourneyStore.Events.Orders;
using JourneyStore.Events.Promises;
using JourneyStore.Events.Service;

namespace JourneyStore.Tests;

/// <summary>One maker of event data for every kind that a fold treats on its own.</summary>
internal static class SomeBodies
{
    public static IReadOnlyList<Func<Chance, IEventBody>> All { get; } =
    [
        c => new TicketOpened { Priority = Word(c, 4), Category = Word(c, 3) },
        c => new TicketAssigned { Assignee = Word(c, 9) },
        c => new TicketReassigned { Group = Word(c, 5), Count = c.Below(5) },
        _ => new TicketEscalated { Reason = "asked" },
        c => new TicketWaiting { WaitingFor = c.Below(2) == 0 ? "customer" : "supplier" },
        _ => new TicketResumed(),
        _ => new TicketReopened(),
        _ => new TicketResolved(),
        _ => new TicketClosed(),
        c => new TicketPriorityChanged { Priority = Word(c, 4) },
        c => new TicketStateChanged { State = Word(c, 7) },
        _ => new SlaBreached(),
        _ => new CallReceived(),
        c => new PromiseMade { What = Word(c, 2), PromiseId = Word(c, 50) },
        c => new PromiseKept { PromiseId = Word(c, 50) },
        c => new PromiseBroken { What = Word(c, 2) },
        c => new SurveyAnswered { Score = c.Below(11) },
        _ => new ComplaintFiled { Subject = "again" },
        c => new OrderPlaced { Amount = c.Below(100_000) / 100m, Currency = Currency(c) },
        c => new OrderCancelled { Amount = c.Below(10_000) / 100m, Currency = Currency(c) },
        c => new OrderReturned { Amount = c.Below(10_000) / 100m, Currency = Currency(c) },
        c => new OrderPaid { Amount = c.Below(100_000) / 100m, Currency = Currency(c) },
        _ => new OrderDelivered(),
        _ => new DeliveryFailed(),
        _ => new OrderOutOfStock(),
        c => new PaymentReminded { Level = c.Below(4) },
        _ => new InvoiceOverdue(),
        c => new MessageSent { Campaign = Word(c, 9) },
        c => new CustomerIdentified { Name = Word(c, 3), Tier = c.Below(6) == 0 ? "gold" : null },
    ];

    private static string Word(Chance chance, int limit) => "w" + chance.Below(limit);

    private static string Currency(Chance chance) => ((string[])["EUR", "USD", "JPY"])[chance.Below(3)];
}
