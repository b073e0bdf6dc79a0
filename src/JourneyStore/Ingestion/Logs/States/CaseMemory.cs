using System.Diagnostics.CodeAnalysis;

namespace JourneyStore.Ingestion.Logs.States;

/// <summary>
/// The states of the cases that were seen last, at most so many, so that memory stays flat on a log of any length. Of a case that falls
/// out only a fingerprint stays (some 20 bytes): a later row of it must not be taken for the first row of a new case.
/// </summary>
internal sealed class CaseMemory(int capacity, string?[] initial)
{
    private readonly Dictionary<string, LinkedListNode<CaseState>> _cases = new(StringComparer.Ordinal);
    private readonly LinkedList<CaseState> _byUse = new();
    private readonly HashSet<ulong> _forgotten = [];

    /// <summary>The state of a case.</summary>
    /// <param name="id">The case.</param>
    /// <param name="state">Its state when the answer is true.</param>
    /// <param name="isNew">Whether this is the case's first row.</param>
    /// <returns>False when the case was seen, but too long ago.</returns>
    public bool TryRecall(string id, [NotNullWhen(true)] out CaseState? state, out bool isNew)
    {
        isNew = false;
        if (_cases.TryGetValue(id, out var node))
        {
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            state = node.Value;
            return true;
        }
        state = null;
        if (_forgotten.Count > 0 && _forgotten.Contains(RowHash.Of(id))) return false;
        if (_cases.Count == capacity)
        {
            var oldest = _byUse.Last!;
            _byUse.RemoveLast();
            _cases.Remove(oldest.Value.Id);
            _forgotten.Add(RowHash.Of(oldest.Value.Id));
        }
        state = new CaseState(id, [.. initial]);
        _cases[id] = _byUse.AddFirst(state);
        isNew = true;
        return true;
    }
}
