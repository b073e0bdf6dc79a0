using System.ComponentModel;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Contacts;

namespace JourneyStore.Events.Marketing;

/// <summary>We sent the customer a message of our own accord.</summary>
[EventType("message.sent")]
[Description("We sent the customer a message of our own accord.")]
public sealed record MessageSent : IBesideCase, IOutboundContact
{
    /// <summary>The campaign it belongs to; null: none.</summary>
    public string? Campaign { get; init; }

    /// <summary><c>marketing</c>, <c>service</c>, <c>survey</c>, …; null: not said.</summary>
    public string? Purpose { get; init; }

    /// <summary>Its subject line; null: not said.</summary>
    [Personal]
    public string? Subject { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Message sent", Subject ?? Campaign);
}
