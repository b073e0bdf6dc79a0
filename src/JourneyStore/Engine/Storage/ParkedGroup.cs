namespace JourneyStore.Engine.Storage;

/// <summary>Which parked groups.</summary>
/// <param name="Tenant">Of this tenant; null: of all.</param>
/// <param name="Projection">Of this projection; null: of all.</param>
/// <param name="Group">With this key or subject; null: all.</param>
/// <param name="After">Numbers after this one.</param>
/// <param name="Limit">Most groups.</param>
/// <param name="NewestFirst">By falling numbers; <paramref name="After"/> is not looked at then.</param>
public sealed record ParkedQuery(string? Tenant, string? Projection, string? Group, long After, int Limit, bool NewestFirst = false);

/// <summary>A group that waits, because an event of it cannot be folded.</summary>
/// <param name="Group">The group.</param>
/// <param name="Subject">The group for people: the customer's id, or <c>process/case id</c>.</param>
/// <param name="Position">Position of the event that cannot be folded.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Reason">What the fold said.</param>
/// <param name="Since">When the group was parked.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="FoldedTo">What is stored holds the group's events up to this position.</param>
public sealed record ParkedGroup(
    GroupKey Group, string Subject, long Position, string EventType, string Reason, DateTimeOffset Since, int Tries, long FoldedTo);

/// <summary>A parked group as stored.</summary>
public sealed record StoredParked(long Number, string Projection, ParkedGroup Parked);

/// <summary>An event that a projection leaves out.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Subject">The group for people.</param>
/// <param name="Position">Its position.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Reason">Why it could not be folded.</param>
/// <param name="By">Who decided.</param>
/// <param name="Why">Why they did.</param>
/// <param name="At">When.</param>
/// <param name="StillStored">True when what is stored was folded with it: it came to be poison by a later arrival.</param>
public sealed record SkippedEvent(
    GroupKey Group, string Subject, long Position, string EventType, string Reason, string By, string Why, DateTimeOffset At, bool StillStored);

/// <summary>A skipped event as stored.</summary>
public sealed record StoredSkipped(long Number, string Projection, SkippedEvent Skipped);
