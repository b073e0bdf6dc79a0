using System.ComponentModel;
using System.Text.Json.Serialization;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Service;

/// <summary>A ticket moved to another state that has no event type of its own; what importers of audit logs write.</summary>
[EventType("ticket.state-changed")]
[Description("A ticket moved to another state that has no event type of its own; what importers of audit logs write.")]
public sealed record TicketStateChanged : ISetsState
{
    /// <summary>The state before, in the producer's words; null: not said.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? From { get; init; }

    /// <summary>The state from now on, in the producer's words; null: not said.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? State { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Ticket state changed", null, " to ", State);
}
