using JourneyStore.Events;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Contacts;

namespace ServiceDesk.Devices;

/// <summary>
/// A customer's device broke down. An event type is a record: with what it implements it says what it means to the library's own views and signals,
/// here that it opens
/// a case, that the customer came to us, and that it makes life harder.
/// </summary>
[EventType("device.failed")]
public sealed record DeviceFailed : IOpensCase, IInboundContact, IFriction
{
    /// <summary>The device's tag, such as <c>NB-0815</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Its model.</summary>
    public string Model { get; init; } = "unknown";

    /// <summary>What is broken, in the customer's words.</summary>
    public string? Fault { get; init; }

    public string? Category => "hardware";

    public FrictionKind? Friction => FrictionKind.Waiting;

    public string Title => EventTitle.Of($"{Model} {Device} failed", Fault);
}
