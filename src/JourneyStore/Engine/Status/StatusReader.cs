using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Projections.Following;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Engine.Reactions;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Status;

/// <summary>Reads where the store stands.</summary>
internal sealed class StatusReader(
    Database storage, ViewSet views, EventReader reader, IReadOnlyList<ViewFollower> followers, InlineBuild inlineBuild)
{
    private const int NewestParked = 5;

    /// <param name="tenant">Whose numbers are told; null: everybody's.</param>
    /// <param name="waitingEvents">Events in the intake queue of this process.</param>
    /// <param name="reactions">The reactions as they are in this process.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<StoreStatus> ReadAsync(string? tenant, int waitingEvents, ReactionSet reactions, CancellationToken ct)
    {
        var highest = await storage.ReadHighestPositionAsync(ct);
        var counts = await storage.ReadCountsAsync([.. views.Tables.Values], tenant, ct);
        var all = await storage.ReadProgressAsync(ct);
        var progress = all.Where(p => p.Generation == Generation.Living).ToDictionary(p => p.Projection);
        var parked = await storage.CountParkedAsync(ct, tenant);
        var newest = parked.Count == 0 ? []
            : await storage.ReadParkedAsync(new ParkedQuery(tenant, null, null, 0, NewestParked, NewestFirst: true), ct);
        var projections = views.Tables.Values
            .Select(table => Of(table, progress.GetValueOrDefault(table.Name), highest, counts, parked.GetValueOrDefault(table.Name))).ToArray();
        return new StoreStatus(
            highest, counts.Events, counts.Customers, counts.Held, waitingEvents, projections, counts.DatabaseBytes, counts.DatabaseVersion,
            [.. newest.Select(ParkedEntry.Of)], await reactions.StatusAsync(storage, reader, ct))
        {
            Conflicts = counts.Conflicts,
            Unsettled = await storage.CountUnsettledAsync(ct, tenant),
            Shadows = [.. all.Where(p => p.Generation == Generation.Next).Select(p => new ShadowStatus(p.Projection, p.Version))
                .OrderBy(p => p.View, StringComparer.Ordinal)],
        };
    }

    private ProjectionStatus Of(ViewTable table, StoredProgress? progress, long highest, StoredCounts counts, long parked)
    {
        var isToBuild = progress is { IsToBuild: true };
        var position = table.Async ? progress?.Position ?? 0 : isToBuild ? 0 : highest;
        var follower = followers.FirstOrDefault(follower => follower.Name == table.Name);
        var problem = follower?.Problem ?? (isToBuild ? inlineBuild.Problem : null) ?? progress?.Problem;
        var state = problem is not null ? "stopped"
            : !isToBuild && progress?.Version != table.Version ? "needs-rebuild"
            : position < highest ? "catching-up" : "current";
        return new ProjectionStatus(
            table.Name, table.Version, table.Async ? "async" : "inline", position, highest - position, counts.Rows.GetValueOrDefault(table.Name), state, problem,
            parked);
    }
}
