using System.ComponentModel;
using System.Text.Json.Serialization;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Service;

/// <summary>A ticket's priority changed.</summary>
[EventType("ticket.priority-changed")]
[Description("A ticket's priority changed.")]
public sealed record TicketPriorityChanged : ISetsPriority
{
    /// <summary>The priority before; null: not said.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? From { get; init; }

    /// <summary>The priority from now on; null: not said.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Priority { get; init; }

    /// <summary>Why; null: not said.</summary>
    [Personal]
    public string? Reason { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Ticket priority changed", Reason, From is null ? " to " : $" from {From} to ", Priority);
}
