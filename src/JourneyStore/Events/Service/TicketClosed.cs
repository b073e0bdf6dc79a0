using System.ComponentModel;
using System.Text.Json.Serialization;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Service;

/// <summary>A ticket is over.</summary>
[EventType("ticket.closed")]
[Description("A ticket is over.")]
public sealed record TicketClosed : IClosesCase
{
    /// <summary>Closing code in the producer's words or number; null: not said.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Code { get; init; }

    /// <summary>Why it was closed; null: not said.</summary>
    [Personal]
    public string? Reason { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Ticket closed", Reason);
}
