using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>Parked groups and skipped events in the contents.</summary>
internal static class ParkedRows
{
    /// <summary>Groups that are parked; one that is already keeps its number, since when it is, and up to where it was folded.</summary>
    public static Contents Park(Contents contents, string view, Generation generation, IEnumerable<ParkedGroup> parked, Func<long> nextNumber)
    {
        foreach (var group in parked)
        {
            var known = contents.Parked.FirstOrDefault(p => Is(p.Value, view, generation) && p.Value.Parked.Parked.Group == group.Group);
            var row = known.Key == 0
                ? new StoredParked(nextNumber(), view, group)
                : known.Value.Parked with { Parked = group with { Since = known.Value.Parked.Parked.Since, FoldedTo = known.Value.Parked.Parked.FoldedTo } };
            contents = contents with { Parked = contents.Parked.SetItem(row.Number, (generation, row)) };
        }
        return contents;
    }

    /// <summary>Groups that go on.</summary>
    public static Contents Unpark(Contents contents, string view, Generation generation, IReadOnlyList<GroupKey> groups)
    {
        if (groups.Count == 0) return contents;
        var gone = contents.Parked.Where(p => Is(p.Value, view, generation) && groups.Contains(p.Value.Parked.Parked.Group)).Select(p => p.Key);
        return NothingStillStored(contents with { Parked = contents.Parked.RemoveRange(gone) }, view, groups.Contains);
    }

    public static Contents Skip(Contents contents, string view, IEnumerable<SkippedEvent> skipped, Func<long> nextNumber) => contents with
    {
        Skipped = contents.Skipped.AddRange(skipped.Select(one => new StoredSkipped(nextNumber(), view, one)).Select(row => KeyValuePair.Create(row.Number, row))),
    };

    public static Contents Forget(Contents contents, string view, Generation generation) => contents with
    {
        Parked = contents.Parked.RemoveRange(contents.Parked.Where(p => Is(p.Value, view, generation)).Select(p => p.Key)),
    };

    /// <summary>The next generation's take the place of those of the rows in use.</summary>
    public static Contents Promote(Contents contents, string view)
    {
        contents = Forget(contents, view, Generation.Living);
        var next = contents.Parked.Where(p => Is(p.Value, view, Generation.Next)).Select(p => KeyValuePair.Create(p.Key, (Generation.Living, p.Value.Parked)));
        return NothingStillStored(contents with { Parked = contents.Parked.SetItems(next) }, view, _ => true);
    }

    public static IEnumerable<ParkedGroup> Of(Contents contents, string view, Generation generation) =>
        contents.Parked.Values.Where(p => Is(p, view, generation)).Select(p => p.Parked.Parked);

    public static IEnumerable<SkippedEvent> SkippedOf(Contents contents, string view) =>
        contents.Skipped.Values.Where(s => s.Projection == view).Select(s => s.Skipped);

    public static IReadOnlyList<StoredParked> Page(Contents contents, ParkedQuery query)
    {
        var all = contents.Parked.Values.Where(p => p.Generation == Generation.Living).Select(p => p.Parked).Where(p =>
            (query.Tenant is null || p.Parked.Group.Tenant == query.Tenant) && (query.Projection is null || p.Projection == query.Projection)
            && (query.Group is null || p.Parked.Group.Key == query.Group || p.Parked.Subject == query.Group));
        return [.. (query.NewestFirst ? all.Reverse() : all.Where(p => p.Number > query.After)).Take(query.Limit)];
    }

    private static Contents NothingStillStored(Contents contents, string view, Func<GroupKey, bool> of) => contents with
    {
        Skipped = contents.Skipped.SetItems(contents.Skipped
            .Where(s => s.Value.Projection == view && s.Value.Skipped.StillStored && of(s.Value.Skipped.Group))
            .Select(s => KeyValuePair.Create(s.Key, s.Value with { Skipped = s.Value.Skipped with { StillStored = false } }))),
    };

    private static bool Is((Generation Generation, StoredParked Parked) row, string view, Generation generation) =>
        row.Generation == generation && row.Parked.Projection == view;
}
