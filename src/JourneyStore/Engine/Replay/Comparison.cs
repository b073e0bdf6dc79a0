using System.Text;
using JourneyStore.Engine.Replay.Diff;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>
/// Compares two streams of rows that come in about the same order; what has no partner yet waits, so memory is flat as long as the
/// orders agree. Not for concurrent use.
/// </summary>
/// <param name="view">The view, for the report.</param>
/// <param name="normal">Brings a stored row into the one form in which equal rows have equal bytes.</param>
/// <param name="summary">Is told of every pair, to sum up how they differ; null: only the first that differ are told.</param>
/// <param name="decisions">Is told of rows that differ, to say which decisions would; null: nobody asks.</param>
internal sealed class Comparison(string view, Func<byte[], byte[]> normal, DiffSummary? summary = null, DecisionComparison? decisions = null)
{
    private const int MostSamples = 5;
    private readonly Dictionary<GroupKey, byte[]> waitingLeft = [];
    private readonly Dictionary<GroupKey, byte[]> waitingRight = [];
    private readonly List<RowDifference> samples = [];
    private long rows;
    private long different;

    public ViewReport Report => new(view, rows, different, samples) { Summary = summary?.Result };

    public async Task RunAsync(IAsyncEnumerable<(GroupKey, byte[])> stored, IAsyncEnumerable<(GroupKey, byte[])> folded, CancellationToken ct)
    {
        await using var left = stored.GetAsyncEnumerator(ct);
        await using var right = folded.GetAsyncEnumerator(ct);
        var (moreLeft, moreRight) = (true, true);
        while (moreLeft || moreRight)
        {
            if (moreLeft && (moreLeft = await left.MoveNextAsync())) Take(left.Current, waitingRight, waitingLeft, storedIsFirst: true);
            if (moreRight && (moreRight = await right.MoveNextAsync())) Take(right.Current, waitingLeft, waitingRight, storedIsFirst: false);
        }
        foreach (var (key, json) in waitingLeft) Differ(key, json, null);
        foreach (var (key, json) in waitingRight) Differ(key, null, json);
        rows += waitingLeft.Count + waitingRight.Count;
        waitingLeft.Clear();
        waitingRight.Clear();
        if (summary is not null && decisions is not null) await decisions.TellAsync(summary, ct);
    }

    private void Take((GroupKey Key, byte[] Json) row, Dictionary<GroupKey, byte[]> others, Dictionary<GroupKey, byte[]> own, bool storedIsFirst)
    {
        if (!others.Remove(row.Key, out var other))
        {
            own.Add(row.Key, row.Json);
            return;
        }
        rows++;
        var (stored, folded) = storedIsFirst ? (row.Json, other) : (other, row.Json);
        if (!Same(stored, folded)) Differ(row.Key, stored, folded);
        else summary?.Add(row.Key.Key, stored, folded);
    }

    private bool Same(byte[] stored, byte[] folded)
    {
        try
        {
            return normal(stored).AsSpan().SequenceEqual(normal(folded));
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private void Differ(GroupKey key, byte[]? stored, byte[]? folded)
    {
        different++;
        summary?.Add(key.Key, stored, folded);
        if (stored is not null && folded is not null) decisions?.Take(key, stored, folded);
        if (samples.Count < MostSamples) samples.Add(new RowDifference(key.Key, Text(stored), Text(folded)));
    }

    private static string? Text(byte[]? json) => json is null ? null : Encoding.UTF8.GetString(json);
}
