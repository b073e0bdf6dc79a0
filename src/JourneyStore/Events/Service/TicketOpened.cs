using System.ComponentModel;
using System.Text.Json.Serialization;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Contacts;

namespace JourneyStore.Events.Service;

/// <summary>A customer brought a matter to service; the case begins.</summary>
[EventType("ticket.opened")]
[Description("A customer brought a matter to service; the case begins.")]
public sealed record TicketOpened : IOpensCase, ISetsPriority, IAssignsCase, IInboundContact
{
    /// <summary>What it is about, in the customer's or agent's words; null: not said.</summary>
    [Personal]
    public string? Subject { get; init; }

    /// <summary>Kind of matter in the producer's words; null: not said.</summary>
    public string? Category { get; init; }

    /// <summary>Finer kind of matter; null: not said.</summary>
    public string? Subcategory { get; init; }

    /// <summary>Priority in the producer's words or number; null: not said.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Priority { get; init; }

    /// <summary>State in the producer's words; null: not said.</summary>
    public string? State { get; init; }

    /// <summary>The person who answers for it; null: nobody yet, or not said.</summary>
    public string? Assignee { get; init; }

    /// <summary>The team or queue that answers for it; null: not said.</summary>
    public string? Group { get; init; }

    /// <summary>By when a service level says it must be settled; null: not said.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Ticket opened", Subject ?? Category);
}
