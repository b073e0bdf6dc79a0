using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Identity;

/// <summary>
/// Identifiers that events named although they belong to other customers than the one that the event went to. The event is stored; who is who is for
/// people to say.
/// </summary>
/// <param name="storage">The database.</param>
public sealed class IdentityConflicts(Database storage)
{
    /// <summary>A page of a tenant's, oldest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="limit">Most entries; 1 to 1,000.</param>
    /// <param name="after">Number to go on after; null: from the first.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="BadParameterException">A limit out of range.</exception>
    public async Task<ConflictPage> PageAsync(string tenant, int limit, long? after, CancellationToken ct)
    {
        Limits.Check(limit, nameof(limit));
        var found = await storage.ReadConflictsAsync(tenant, after ?? 0, limit + 1, ct);
        IdentityConflict[] page = [.. found.Take(limit)];
        return new ConflictPage(page, found.Count > limit ? page[^1].Number : null);
    }
}

/// <summary>An identifier that events named although it belongs to another customer.</summary>
/// <param name="Number">Its place in the list, rising.</param>
/// <param name="Identifier">The identifier, written <c>type:value</c>.</param>
/// <param name="BelongsTo">Our id of the customer whose identifier it is.</param>
/// <param name="Customer">Our id of the customer that the events went to.</param>
/// <param name="Times">How many events did so.</param>
/// <param name="LastPosition">The newest one's place in the log.</param>
/// <param name="LastEventId">The producer's id of it.</param>
/// <param name="LastSource">Its producer.</param>
/// <param name="NotedAt">When it was noted, UTC.</param>
public sealed record IdentityConflict(
    long Number, string Identifier, string BelongsTo, string Customer, long Times, long LastPosition, string LastEventId, string LastSource,
    DateTimeOffset NotedAt);

/// <summary>A page of identity conflicts.</summary>
/// <param name="Conflicts">Oldest first.</param>
/// <param name="Next">Number to go on after; null: this was the last page.</param>
public sealed record ConflictPage(IReadOnlyList<IdentityConflict> Conflicts, long? Next);
