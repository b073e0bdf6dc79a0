using System.Text.Json.Serialization;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Projections.Parking;

/// <summary>A customer or case that waits for one projection, because an event of it cannot be folded.</summary>
/// <param name="Number">Its place in the list.</param>
/// <param name="Projection">The projection.</param>
/// <param name="Group">Key of the group: the customer's id, or the case's key.</param>
/// <param name="Subject">The group for people: the customer's id, or <c>process/case id</c>.</param>
/// <param name="Position">Position of the event.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Reason">What the fold said.</param>
/// <param name="Since">When it was parked.</param>
/// <param name="Tries">How often it was tried.</param>
public sealed record ParkedEntry(
    long Number, string Projection, string Group, string Subject, long Position, string EventType, string Reason,
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset Since, int Tries)
{
    internal static ParkedEntry Of(StoredParked stored) => new(
        stored.Number, stored.Projection, stored.Parked.Group.Key, stored.Parked.Subject, stored.Parked.Position, stored.Parked.EventType,
        stored.Parked.Reason,
        stored.Parked.Since, stored.Parked.Tries);
}

/// <summary>A page of what is parked.</summary>
/// <param name="Parked">Longest parked first.</param>
/// <param name="Next">Goes into <c>after</c> for the next page; null: this was the last.</param>
public sealed record ParkedPage(IReadOnlyList<ParkedEntry> Parked, long? Next);

/// <summary>What came of a retry or a skip.</summary>
/// <param name="Tried">Customers or cases tried.</param>
/// <param name="GoOn">Those that are folded up to the projection's progress and go on.</param>
/// <param name="Still">The first of those that are parked still, with their reasons.</param>
public sealed record ParkedOutcome(int Tried, int GoOn, IReadOnlyList<ParkedEntry> Still);

/// <summary>An event that one projection leaves out, by somebody's decision.</summary>
/// <param name="Number">Its place in the list.</param>
/// <param name="Projection">The projection.</param>
/// <param name="Group">Key of its group.</param>
/// <param name="Subject">The group for people.</param>
/// <param name="Position">Its position.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Reason">Why it could not be folded.</param>
/// <param name="By">Who decided.</param>
/// <param name="Why">Why they did.</param>
/// <param name="At">When.</param>
public sealed record SkippedEntry(
    long Number, string Projection, string Group, string Subject, long Position, string EventType, string Reason, string By, string Why,
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset At);

/// <summary>A page of decisions.</summary>
/// <param name="Skipped">Oldest first.</param>
/// <param name="Next">Goes into <c>after</c> for the next page; null: this was the last.</param>
public sealed record SkippedPage(IReadOnlyList<SkippedEntry> Skipped, long? Next);
