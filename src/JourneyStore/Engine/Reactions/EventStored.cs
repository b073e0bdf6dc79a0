using System.Text.Json.Serialization;
using JourneyStore.Events;

namespace JourneyStore.Engine.Reactions;

/// <summary>The message that tells handlers of a stored event. Each handler is told by its own copy, with its own idempotency key.</summary>
public interface IEventStored
{
    /// <summary>The event, as it is stored.</summary>
    JourneyEvent Event { get; }

    /// <summary>
    /// The same for every delivery of this event to this handler, in every process, for ever. What the outside world knows a repeat by.
    /// </summary>
    Guid IdempotencyKey { get; }
}

/// <summary>An event whose type is in the catalogue was stored, with its data as the type's record.</summary>
/// <typeparam name="TBody">The record of the event's type; a handler is told of the events of this type and no others.</typeparam>
public sealed record EventStored<TBody> : IEventStored where TBody : class, IEventBody
{
    /// <summary>A message; the store makes it, and so does a test of a handler.</summary>
    /// <param name="event">The event.</param>
    /// <param name="body">Its data.</param>
    /// <param name="idempotencyKey">What a repeat is known by.</param>
    [JsonConstructor]
    public EventStored(JourneyEvent @event, TBody body, Guid idempotencyKey) =>
        (Event, Body, IdempotencyKey) = (@event.Body is null ? @event with { Body = body } : @event, body, idempotencyKey);

    /// <inheritdoc />
    public JourneyEvent Event { get; }

    /// <summary>The event's data.</summary>
    public TBody Body { get; }

    /// <inheritdoc />
    public Guid IdempotencyKey { get; }
}

/// <summary>
/// An event was stored, of whatever type. A handler of this message is told of the types that its <see cref="ReactionAttribute"/> names, or an <see
/// cref="IReactionTypes"/> among the services.
/// </summary>
/// <param name="Event">The event.</param>
/// <param name="IdempotencyKey">What a repeat is known by.</param>
public sealed record EventStored(JourneyEvent Event, Guid IdempotencyKey) : IEventStored;
