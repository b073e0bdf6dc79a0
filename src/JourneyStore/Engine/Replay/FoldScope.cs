using System.Collections.Concurrent;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Rebuilding;

namespace JourneyStore.Engine.Replay;

/// <summary>Which events a fold over the whole log takes, group by group, and what becomes of a group whose event cannot be folded. Safe for many
/// threads.</summary>
internal sealed class FoldScope
{
    private readonly ConcurrentBag<ParkedGroup> parked = [];
    private IReadOnlyDictionary<long, bool> skipped = new Dictionary<long, bool>();
    private Dictionary<GroupKey, ParkedGroup> waiting = [];
    private Func<GroupKey, PoisonEventException, ParkedGroup>? park;

    private FoldScope()
    {
    }

    /// <summary>Everything there is, as an inline view has it. What cannot be folded ends the work.</summary>
    public static FoldScope Inline => new();

    /// <summary>No event after this position is taken; null: all are.</summary>
    public long? ReadUpTo { get; private init; }

    /// <summary>True when a group that cannot be folded is put aside.</summary>
    public bool Parks => park is not null;

    /// <summary>Groups that are parked in the rows in use.</summary>
    public IReadOnlyCollection<ParkedGroup> Waiting => waiting.Values;

    /// <summary>Groups that were put aside.</summary>
    public IReadOnlyCollection<ParkedGroup> Parked => parked;

    /// <summary>What a view that is made anew takes: all but what is skipped; of a group that cannot be folded, nothing.</summary>
    public static async Task<FoldScope> OfRebuildAsync(Snapshot snapshot, AsyncFold fold, long upTo, TimeProvider time, CancellationToken ct) => new()
    {
        ReadUpTo = upTo,
        skipped = (await snapshot.ReadSkippedAsync(fold.Table, ct)).ToDictionary(one => one.Key, _ => false),
        park = (group, poison) => fold.Park(group, poison, foldedTo: 0, time.GetUtcNow()),
    };

    /// <summary>What the rows in use were made of: of each group the events up to the view's progress, or up to where it was parked.</summary>
    public static async Task<FoldScope> OfRowsInUseAsync(Snapshot snapshot, AsyncFold fold, TimeProvider time, CancellationToken ct)
    {
        var progress = (await snapshot.ReadProgressAsync(ct)).First(p => p.Projection == fold.Table.Name && p.Generation == Generation.Living);
        return new FoldScope
        {
            ReadUpTo = progress.Position,
            skipped = await snapshot.ReadSkippedAsync(fold.Table, ct),
            waiting = (await snapshot.ReadParkedAsync(fold.Table, ct)).ToDictionary(one => one.Group),
            park = (group, poison) => fold.Park(group, poison, foldedTo: 0, time.GetUtcNow()),
        };
    }

    /// <summary>The same with a list of its own of groups put aside: a part of the work that is done as a whole or not at all.</summary>
    public FoldScope Part() => new() { ReadUpTo = ReadUpTo, skipped = skipped, waiting = waiting, park = park };

    public bool Takes(GroupKey group, in StoredEvent stored)
    {
        if (skipped.TryGetValue(stored.Position, out var stillStored) && !stillStored) return false;
        return !waiting.TryGetValue(group, out var parkedThere) || stored.Position <= parkedThere.FoldedTo;
    }

    public void Park(GroupKey group, PoisonEventException poison) => parked.Add(park!(group, poison));
}
