using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Service;

/// <summary>Work on a ticket stopped until somebody does something.</summary>
[EventType("ticket.waiting")]
[Description("Work on a ticket stopped until somebody does something.")]
public sealed record TicketWaiting : IPausesCase
{
    /// <summary>Who is waited for: <c>customer</c>, <c>supplier</c>, <c>third-party</c>, …; null: not said.</summary>
    public string? WaitingFor { get; init; }

    /// <summary>What is waited for; null: not said.</summary>
    [Personal]
    public string? Reason { get; init; }

    /// <summary>Until when, when that is known; null: not said.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Ticket waiting", Reason, " for ", WaitingFor);
}
