using System.Reflection;
using System.Text.Json;
using JourneyStore.Engine.Catalog;
using JourneyStore.Events;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Identity;
using JourneyStore.Events.Marketing;
using JourneyStore.Events.Orders;
using JourneyStore.Events.Promises;
using JourneyStore.Events.Service;

namespace JourneyStore.Store.Tests.Harness;

/// <summary>Data of events as a producer writes it, and a life's variety of it.</summary>
public static class Bodies
{
    private static readonly IReadOnlyList<Func<Random, IEventBody>> Kinds =
    [
        c => new TicketOpened { Priority = $"{c.Next(1, 5)}", Category = $"category {c.Next(3)}", Assignee = c.Next(2) == 0 ? null : $"agent {c.Next(4)}" },
        c => new TicketAssigned { Assignee = $"agent {c.Next(9)}" },
        c => new TicketReassigned { Group = $"group {c.Next(5)}", Count = c.Next(5) },
        _ => new TicketEscalated { Reason = "asked" },
        c => new TicketPriorityChanged { Priority = $"{c.Next(1, 5)}" },
        _ => new TicketReopened(),
        _ => new TicketResolved(),
        _ => new TicketClosed(),
        _ => new SlaBreached(),
        _ => new CallReceived(),
        c => new PromiseMade { What = "callback", PromiseId = $"promise {c.Next(20)}" },
        c => new PromiseKept { PromiseId = $"promise {c.Next(20)}" },
        _ => new ComplaintFiled { Subject = "again" },
        c => new SurveyAnswered { Score = c.Next(11) },
        c => new OrderPlaced { Amount = c.Next(100_000) / 100m, Currency = "EUR" },
        _ => new OrderDelivered(),
        _ => new DeliveryFailed(),
        c => new MessageSent { Campaign = $"campaign {c.Next(5)}" },
        c => new CustomerIdentified { Name = $"name {c.Next(3)}", Tier = c.Next(6) == 0 ? "gold" : null },
    ];

    /// <summary>One of the many, by chance.</summary>
    public static IEventBody Any(Random chance) => Kinds[chance.Next(Kinds.Count)](chance);

    public static string TypeOf(IEventBody body) => body.GetType().GetCustomAttribute<EventTypeAttribute>()!.Name;

    public static byte[] Write(IEventBody body) => JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), EventJson.Options);
}
