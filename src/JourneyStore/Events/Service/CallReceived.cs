using System.ComponentModel;
using JourneyStore.Events.Contacts;

namespace JourneyStore.Events.Service;

/// <summary>A customer called.</summary>
[EventType("call.received")]
[Description("A customer called.")]
public sealed record CallReceived : IInboundContact
{
    /// <summary>What it was about; null: not said.</summary>
    [Personal]
    public string? Subject { get; init; }

    /// <summary>How long the call took, in seconds, 0 or more; null: not said.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>How long the customer waited in the queue, in seconds, 0 or more; null: not said.</summary>
    public double? WaitSeconds { get; init; }

    /// <summary>The queue that took it; null: not said.</summary>
    public string? Queue { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Call received", Subject);
}
