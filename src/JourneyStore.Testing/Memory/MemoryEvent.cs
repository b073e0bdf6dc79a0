using System.Collections.Immutable;
using JourneyStore.Engine.Log;

namespace JourneyStore.Testing.Memory;

/// <summary>An event as the log in memory keeps it.</summary>
internal sealed record MemoryEvent(StoredEvent Stored, Guid Key, Guid? Case);

/// <summary>Sorted sets of events, and seeking in them.</summary>
internal static class EventSets
{
    public static ImmutableSortedSet<MemoryEvent> ByPosition { get; } =
        ImmutableSortedSet.Create<MemoryEvent>(Comparer<MemoryEvent>.Create((a, b) => a.Stored.Position.CompareTo(b.Stored.Position)));

    public static ImmutableSortedSet<MemoryEvent> ByOccurrence { get; } =
        ImmutableSortedSet.Create<MemoryEvent>(Comparer<MemoryEvent>.Create((a, b) => a.Stored.Place.CompareTo(b.Stored.Place)));

    /// <summary>Events after a position, in order.</summary>
    public static IEnumerable<StoredEvent> After(this ImmutableSortedSet<MemoryEvent> byPosition, long position) =>
        From(byPosition, FirstAfter(byPosition, At(default, position)));

    /// <summary>Events after a place, in the order they occurred.</summary>
    public static IEnumerable<StoredEvent> After(this ImmutableSortedSet<MemoryEvent> byOccurrence, OccurrencePlace? place) =>
        From(byOccurrence, place is { } after ? FirstAfter(byOccurrence, At(after.OccurredAt, after.Position)) : 0);

    /// <summary>Events before a place, the newest first.</summary>
    public static IEnumerable<StoredEvent> Before(this ImmutableSortedSet<MemoryEvent> byOccurrence, OccurrencePlace? place)
    {
        var from = byOccurrence.Count;
        if (place is { } before)
        {
            from = byOccurrence.IndexOf(At(before.OccurredAt, before.Position));
            if (from < 0) from = ~from;
        }
        while (--from >= 0) yield return byOccurrence[from].Stored;
    }

    private static IEnumerable<StoredEvent> From(ImmutableSortedSet<MemoryEvent> set, int index)
    {
        for (; index < set.Count; index++) yield return set[index].Stored;
    }

    private static int FirstAfter(ImmutableSortedSet<MemoryEvent> set, MemoryEvent probe)
    {
        var index = set.IndexOf(probe);
        return index < 0 ? ~index : index + 1;
    }

    private static MemoryEvent At(DateTimeOffset occurredAt, long position) =>
        new(new StoredEvent(position, "", "", 0, "", occurredAt, default, null, null, default, default), default, null);
}
