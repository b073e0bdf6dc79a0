using JourneyStore.Events;

namespace JourneyStore.TestRooms;

/// <summary>An event type of an application's own.</summary>
[EventType("parcel.lost")]
public sealed record ParcelLost : IEventBody
{
    public required string Parcel { get; init; }

    public int Worth { get; init; }

    public string Title => $"Parcel {Parcel} lost";
}
