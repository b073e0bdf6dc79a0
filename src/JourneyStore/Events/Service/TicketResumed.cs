using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Service;

/// <summary>Work on a ticket goes on after a pause.</summary>
[EventType("ticket.resumed")]
[Description("Work on a ticket goes on after a pause.")]
public sealed record TicketResumed : IResumesCase
{
    /// <summary>What ended the pause; null: not said.</summary>
    [Personal]
    public string? Reason { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Work on the ticket resumed", Reason);
}
