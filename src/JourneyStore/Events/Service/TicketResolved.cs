using System.ComponentModel;
using System.Text.Json.Serialization;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Service;

/// <summary>A ticket's matter is settled in the view of service; the customer may still disagree.</summary>
[EventType("ticket.resolved")]
[Description("A ticket's matter is settled in the view of service; the customer may still disagree.")]
public sealed record TicketResolved : IResolvesCase
{
    /// <summary>What settled it; null: not said.</summary>
    [Personal]
    public string? Resolution { get; init; }

    /// <summary>Who settled it; null: not said.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>Resolution code in the producer's words or number; null: not said.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Code { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Ticket resolved", Resolution, " by ", ResolvedBy);
}
