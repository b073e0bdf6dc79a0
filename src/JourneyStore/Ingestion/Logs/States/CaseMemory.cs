using System.Diagnostics.CodeAnalysis;

namespace JourneyStore.Ingestion.Logs.States;

/// <summary>
/// The states of the cases that were seen last, at most so many, so that memory stays flat on a log of any length. Of a case that falls
/// out only a fingerprint stays (some 20 bytes): a later row of it must not be taken for the first row of a new case.
/// </summary>
internal sealed class CaseMemory(int capacity, string?[] initial)
{
    private readonly Dictionary<string, LinkedListNode<CaseState>> cases = new(StringComparer.Ordinal);
    private readonly LinkedList<CaseState> byUse = new();
    private readonly HashSet<ulong> forgotten = [];

    /// <summary>The state of a case.</summary>
    /// <param name="id">The case.</param>
    /// <param name="state">Its state when the answer is true.</param>
    /// <param name="isNew">Whether this is the case's first row.</param>
    /// <returns>False when the case was seen, but too long ago.</returns>
    public bool TryRecall(string id, [NotNullWhen(true)] out CaseState? state, out bool isNew)
    {
        isNew = false;
        if (cases.TryGetValue(id, out var node))
        {
            byUse.Remove(node);
            byUse.AddFirst(node);
            state = node.Value;
            return true;
        }
        state = null;
        if (forgotten.Count > 0 && forgotten.Contains(RowHash.Of(id))) return false;
        if (cases.Count == capacity)
        {
            var oldest = byUse.Last!;
            byUse.RemoveLast();
            cases.Remove(oldest.Value.Id);
            forgotten.Add(RowHash.Of(oldest.Value.Id));
        }
        state = new CaseState(id, [.. initial]);
        cases[id] = byUse.AddFirst(state);
        isNew = true;
        return true;
    }
}
