using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Service;

/// <summary>A ticket was handed to somebody else.</summary>
[EventType("ticket.reassigned")]
[Description("A ticket was handed to somebody else.")]
public sealed record TicketReassigned : IReassignsCase
{
    /// <summary>The person who answers for it now; null: nobody in particular, or not said.</summary>
    public string? Assignee { get; init; }

    /// <summary>The team or queue that answers for it now; null: not said.</summary>
    public string? Group { get; init; }

    /// <summary>The person who answered for it before; null: not said.</summary>
    public string? FromAssignee { get; init; }

    /// <summary>The team or queue that answered for it before; null: not said.</summary>
    public string? FromGroup { get; init; }

    /// <summary>How many hand-overs the ticket has had with this one, 1 or more; null: not counted.</summary>
    public int? Count { get; init; }

    /// <summary>Why it was handed over; null: not said.</summary>
    [Personal]
    public string? Reason { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Ticket reassigned", null, " to ", Assignee ?? Group) + EventTitle.Times(Count);
}
