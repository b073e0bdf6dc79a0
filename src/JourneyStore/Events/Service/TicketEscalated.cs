using System.ComponentModel;
using System.Text.Json.Serialization;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Service;

/// <summary>A ticket was lifted to people with more experience or authority.</summary>
[EventType("ticket.escalated")]
[Description("A ticket was lifted to people with more experience or authority.")]
public sealed record TicketEscalated : IEscalatesCase, ISetsPriority, IAssignsCase
{
    /// <summary>Level it was lifted to, in the producer's words or number; null: not said.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Level { get; init; }

    /// <summary>The person who answers for it now; null: nobody in particular, or not said.</summary>
    public string? Assignee { get; init; }

    /// <summary>The team or queue that answers for it now; null: not said.</summary>
    public string? Group { get; init; }

    /// <summary>Priority in the producer's words or number; null: not said.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Priority { get; init; }

    /// <summary>Why it was lifted; null: not said.</summary>
    [Personal]
    public string? Reason { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Ticket escalated", Reason, " to level ", Level);
}
