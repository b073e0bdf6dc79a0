using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Projections.Parking;

/// <summary>What operators do about parked customers and cases: look, try again, or leave the event out.</summary>
public sealed class ParkedGroups
{
    private const int MostSamples = 5;
    private const int Some = 100;
    private const int LongestWord = 500;

    private readonly Database storage;
    private readonly ViewSet views;
    private readonly TimeProvider time;

    internal ParkedGroups(Database storage, ViewSet views, TimeProvider time) => (this.storage, this.views, this.time) = (storage, views, time);

    /// <summary>What is parked, longest parked first. Limit 1 to 1,000.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="projection">Only of this projection; null: of all.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="after">Next of the page before; null: from the first.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NotFoundException">No such projection.</exception>
    public async Task<ParkedPage> ListAsync(string tenant, string? projection, int limit, long? after, CancellationToken ct)
    {
        Limits.Check(limit, nameof(limit));
        if (projection is not null) Fold(projection);
        var stored = await storage.ReadParkedAsync(new ParkedQuery(tenant, projection, null, after ?? 0, limit + 1), ct);
        ParkedEntry[] page = [.. stored.Take(limit).Select(ParkedEntry.Of)];
        return new ParkedPage(page, stored.Count > limit ? page[^1].Number : null);
    }

    /// <summary>What was decided to be left out, oldest decision first. Limit 1 to 1,000.</summary>
    /// <exception cref="NotFoundException">No such projection.</exception>
    public async Task<SkippedPage> SkippedAsync(string tenant, string? projection, int limit, long? after, CancellationToken ct)
    {
        Limits.Check(limit, nameof(limit));
        if (projection is not null) Fold(projection);
        var stored = await storage.ReadSkippedAsync(tenant, projection, after ?? 0, limit + 1, ct);
        SkippedEntry[] page =
        [
            .. stored.Take(limit).Select(s => new SkippedEntry(
                s.Number, s.Projection, s.Skipped.Group.Key, s.Skipped.Subject, s.Skipped.Position, s.Skipped.EventType, s.Skipped.Reason,
                s.Skipped.By,
                s.Skipped.Why, s.Skipped.At)),
        ];
        return new SkippedPage(page, stored.Count > limit ? page[^1].Number : null);
    }

    /// <summary>Folds parked groups again, each with all its events up to the projection's progress: mended ones go on, the others stay
    /// parked.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="projection">The projection.</param>
    /// <param name="group">A group's key or subject, or a customer reference; null: all that are parked now.</param>
    /// <param name="ct">Ends it; groups done by then stay done.</param>
    /// <exception cref="NotFoundException">No such projection, or the group is not parked (<c>not-parked</c>).</exception>
    public async Task<ParkedOutcome> RetryAsync(string tenant, string projection, string? group, CancellationToken ct)
    {
        var fold = Fold(projection);
        if (group is not null) return await TryAsync(fold, [await FindAsync(tenant, projection, group, ct)], null, ct);
        var outcome = new ParkedOutcome(0, 0, []);
        for (var after = 0L; ;)
        {
            var some = await storage.ReadParkedAsync(new ParkedQuery(tenant, projection, null, after, Some), ct);
            var part = await TryAsync(fold, some, null, ct);
            outcome = new ParkedOutcome(outcome.Tried + part.Tried, outcome.GoOn
                + part.GoOn, [.. outcome.Still.Concat(part.Still).Take(MostSamples)]);
            if (some.Count < Some) return outcome;
            after = some[^1].Number;
        }
    }

    /// <summary>
    /// Leaves the event out that a group is parked for, in this projection and for ever (rebuilds and verifications too), and folds the group
    /// again. Recorded with who decided and why. The group stays parked when another of its events cannot be folded.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="projection">The projection.</param>
    /// <param name="group">A group's key or subject, or a customer reference.</param>
    /// <param name="position">Position of the event that is meant; null: whichever the group is parked for.</param>
    /// <param name="by">Who decides; 1 to 500 characters.</param>
    /// <param name="why">Why; 1 to 500 characters.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NotFoundException">No such projection, or the group is not parked, or not for that event (<c>not-parked</c>).</exception>
    /// <exception cref="BadParameterException">Nobody decides, or without a reason.</exception>
    /// <exception cref="StoreException">Code <c>rebuild-beside</c>: the projection is being rebuilt, or has a shadow.</exception>
    public async Task<ParkedOutcome> SkipAsync(string tenant, string projection, string group, long? position, string by, string why,
        CancellationToken ct)
    {
        var fold = Fold(projection);
        Check(by, "by", "who decides");
        Check(why, "reason", "why the event is left out");
        var found = await FindAsync(tenant, projection, group, ct);
        return await TryAsync(fold, [found], Decide, ct);

        SkippedEvent Decide(ParkedGroup parked)
        {
            // Asked again under the lock: meanwhile the group may have been retried and stand before another event.
            if (parked.Position != (position ?? found.Parked.Position))
                throw new NotFoundException("not-parked", $"'{group}' is parked for the event at position {parked.Position}, not {position ?? found.Parked.Position}.");
            return new SkippedEvent(
                parked.Group, parked.Subject, parked.Position, parked.EventType, parked.Reason, by, why, time.GetUtcNow(),
                StillStored: parked.Position <= parked.FoldedTo);
        }
    }

    private async Task<ParkedOutcome> TryAsync(
        AsyncFold fold, IReadOnlyList<StoredParked> groups, Func<ParkedGroup, SkippedEvent>? skip, CancellationToken ct)
    {
        if (groups.Count == 0) return new ParkedOutcome(0, 0, []);
        var (tried, goOn, still) = (0, 0, new List<ParkedEntry>());
        foreach (var stored in groups)
        {
            var result = await fold.RetryAsync(storage, stored.Parked.Group, skip, ct);
            if (!result.WasParked)
            {
                if (skip is not null) throw NotParked(stored.Parked.Subject, fold.Table.Name);
                continue;
            }
            tried++;
            if (result.Still is null) goOn++;
            else if (still.Count < MostSamples) still.Add(ParkedEntry.Of(stored with { Parked = result.Still }));
        }
        return new ParkedOutcome(tried, goOn, still);
    }

    private async Task<StoredParked> FindAsync(string tenant, string projection, string group, CancellationToken ct)
    {
        var found = await storage.ReadParkedAsync(new ParkedQuery(tenant, projection, group, 0, 1), ct);
        if (found.Count == 0 && CustomerRef.TryParse(group, out var reference, out _)
            && await storage.ResolveAsync(tenant, reference, ct) is { } customer)
            found = await storage.ReadParkedAsync(new ParkedQuery(tenant, projection, customer, 0, 1), ct);
        return found.Count > 0 ? found[0] : throw NotParked(group, projection);
    }

    private AsyncFold Fold(string projection) =>
        views.Async.FirstOrDefault(fold => fold.Table.Name == projection)
        ?? throw new NotFoundException("unknown-view", $"There is no async view '{projection}'; there are {string.Join(", ", views.Async.Select(fold => fold.Table.Name))}.");

    private static NotFoundException NotParked(string group, string projection) => new("not-parked", $"'{projection}' has not parked '{group}'; see what is parked.");

    private static void Check(string text, string parameter, string says)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestWord || text.Contains('\0'))
            throw new BadParameterException(parameter, $"{parameter} says {says}, in 1 to {LongestWord} characters, found {text.Length}.");
    }
}
