using System.Runtime.CompilerServices;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Rebuilding;

namespace JourneyStore.Engine.Replay;

/// <summary>Reads a range of the log once and folds it for all views of a pass.</summary>
internal sealed class RangeFold(EventReader reader)
{
    /// <summary>The rows (or states) of the range's groups, each as its group's last event has been folded.</summary>
    /// <param name="folds">How the views fold; all over customers or all over cases.</param>
    /// <param name="snapshot">The log as of one moment.</param>
    /// <param name="range">Which groups.</param>
    /// <param name="cases">True when groups are cases.</param>
    /// <param name="work">Counts the events.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The number of the view among <paramref name="folds"/>, and the row.</returns>
    public async IAsyncEnumerable<(int View, ViewWrite Row)> RunAsync(
        IReadOnlyList<GroupFold> folds, Snapshot snapshot, KeyRange range, bool cases, Work work, [EnumeratorCancellation] CancellationToken ct)
    {
        var (current, once) = (default(GroupKey?), new EventOnce(reader));
        await foreach (var (group, stored) in snapshot.ReadRangeAsync(range, cases, FurthestOf(folds), ct))
        {
            if (group != current)
            {
                for (var i = 0; current is not null && i < folds.Count; i++)
                    if (folds[i].End() is { } row) yield return (i, row);
                current = group;
                foreach (var fold in folds) fold.Begin(group);
            }
            work.OneMore();
            foreach (var fold in folds) fold.Take(stored, once);
        }
        for (var i = 0; current is not null && i < folds.Count; i++)
            if (folds[i].End() is { } row) yield return (i, row);
    }

    /// <summary>Null: one of them takes all that is there.</summary>
    private static long? FurthestOf(IReadOnlyList<GroupFold> folds) =>
        folds.All(fold => fold.Scope.ReadUpTo is not null) ? folds.Max(fold => fold.Scope.ReadUpTo) : null;
}
