using JourneyStore.Engine.Reactions;
using JourneyStore.Events.Service;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace JourneyStore.TestRooms;

/// <summary>Calls what a test plays, of the types that the test says.</summary>
[Reaction("outside", Describes = "Calls what a test plays.")]
public static class OutsideHandler
{
    public static Task HandleAsync(EventStored stored, Outside outside, Envelope envelope, CancellationToken ct) =>
        outside.TakeAsync(new Outside.Call("outside", stored.Event, stored.IdempotencyKey, envelope.Attempts), ct);
}

/// <summary>Another one beside it, of an event type of the catalogue.</summary>
public sealed class AnotherHandler(Outside outside)
{
    public Task Handle(EventStored<SlaBreached> stored, Envelope envelope, CancellationToken ct) =>
        outside.TakeAsync(new Outside.Call("another", stored.Event, stored.IdempotencyKey, envelope.Attempts), ct);
}

/// <summary>Which types a reaction of a test is told of.</summary>
public sealed record ToldOf(string Reaction, params string[] Given) : IReactionTypes
{
    public IReadOnlyList<string> Types => Given;
}

/// <summary>Told of an event type of the application's own.</summary>
public sealed class ParcelHandler
{
    public static Task Handle(EventStored<ParcelLost> stored, Outside outside, Envelope envelope, CancellationToken ct) =>
        outside.TakeAsync(new Outside.Call("parcel", stored.Event with { Body = stored.Body }, stored.IdempotencyKey, envelope.Attempts), ct);
}

/// <summary>Says itself what becomes of a failure.</summary>
public static class StubbornHandler
{
    public static void Configure(HandlerChain chain) => chain.OnException<InvalidDataException>().Discard();

    public static Task Handle(EventStored<TicketReopened> stored, Outside outside, Envelope envelope, CancellationToken ct) =>
        outside.TakeAsync(new Outside.Call("stubborn", stored.Event, stored.IdempotencyKey, envelope.Attempts), ct);
}
