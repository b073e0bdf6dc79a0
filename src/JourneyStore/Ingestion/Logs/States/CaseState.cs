namespace JourneyStore.Ingestion.Logs.States;

/// <summary>What is remembered of a case: the last values of the watched columns, and which rows of it were seen.</summary>
internal sealed class CaseState(string id, string?[] values)
{
    /// <summary>How many rows of one case are remembered for telling repeats; more would let one endless case fill the memory.</summary>
    public const int RowsRemembered = 1_000;

    private readonly Queue<(ulong Key, ulong Row)> rows = new();

    public string Id => id;

    public string?[] Values => values;

    /// <summary>When the events that are told once happened last, by type; null: none was told.</summary>
    public Dictionary<string, DateTimeOffset>? Told { get; private set; }

    /// <summary>Notes that an event is told; false: one of its type was told of the same moment last.</summary>
    public bool Tell(string type, DateTimeOffset time)
    {
        if (Told is not null && Told.TryGetValue(type, out var last) && last == time) return false;
        // Never changed in place: what a reject carries is the case as it was.
        Told = new Dictionary<string, DateTimeOffset>(Told ?? []) { [type] = time };
        return true;
    }

    /// <summary>
    /// Notes a row and answers which one it is among the rows with its key, 1-based; 0: the same row was seen before, to the letter.
    /// </summary>
    public int Note(ulong key, ulong row)
    {
        var occurrence = 1;
        foreach (var seen in rows)
        {
            if (seen.Key != key) continue;
            if (seen.Row == row) return 0;
            occurrence++;
        }
        if (rows.Count == RowsRemembered) rows.Dequeue();
        rows.Enqueue((key, row));
        return occurrence;
    }
}
