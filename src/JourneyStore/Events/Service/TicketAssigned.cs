using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Service;

/// <summary>A ticket got its first owner, or an owner again after having none.</summary>
[EventType("ticket.assigned")]
[Description("A ticket got its first owner, or an owner again after having none.")]
public sealed record TicketAssigned : IAssignsCase
{
    /// <summary>The person who answers for it now; null: nobody in particular, or not said.</summary>
    public string? Assignee { get; init; }

    /// <summary>The team or queue that answers for it now; null: not said.</summary>
    public string? Group { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Ticket assigned", null, " to ", Assignee ?? Group);
}
