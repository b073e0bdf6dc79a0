using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Service;

/// <summary>A ticket that was resolved or closed is open again.</summary>
[EventType("ticket.reopened")]
[Description("A ticket that was resolved or closed is open again.")]
public sealed record TicketReopened : IReopensCase
{
    /// <summary>How many times it was reopened with this one, 1 or more; null: not counted.</summary>
    public int? Count { get; init; }

    /// <summary>Why it came back; null: not said.</summary>
    [Personal]
    public string? Reason { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Ticket reopened" + EventTitle.Times(Count), Reason);
}
