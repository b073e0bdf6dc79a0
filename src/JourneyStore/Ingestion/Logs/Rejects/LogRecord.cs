namespace JourneyStore.Ingestion.Logs;

/// <summary>
/// A record of a log that gave no event, kept so that it can be mended and read again: a small log of its own, in the format of the log that
/// it came from, with all that the record meant by where it stood.
/// </summary>
/// <param name="Format"><c>csv</c>, <c>xes</c>, <c>ocel</c>, <c>cloudevents</c>, or <c>rejects</c> for a line of a rejects file.</param>
/// <param name="Text">CSV: header and row. XES: a log of one event. OCEL: a log of one event and the objects that it reaches. Else the line.</param>
public sealed record LogRecord(string Format, string Text)
{
    /// <summary>Longest text that is kept, in characters; a longer record can only be mended where it stands.</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>What the record meant by its place; null: nothing.</summary>
    internal RecordContext? Context { get; init; }
}

/// <summary>What the place of a record in its log says of it.</summary>
internal sealed record RecordContext
{
    /// <summary>Line or ordinal, for <c>{@row}</c>.</summary>
    public long Row { get; init; }

    /// <summary>XES: the trace's name, unique within the log; null: another format.</summary>
    public string? Trace { get; init; }

    /// <summary>XES: which event of its trace it is.</summary>
    public long Index { get; init; }

    /// <summary>XES: which of the equal events of its trace it is, from 2; null: the first.</summary>
    public int? Occurrence { get; init; }

    /// <summary>Which of several events of the record is meant: a rule's name, an object's id; null: all of them.</summary>
    public string? Part { get; init; }

    /// <summary>Rows that are states: the case before the row; null: not known.</summary>
    public StateContext? State { get; init; }
}

/// <summary>A case before one of its rows.</summary>
/// <param name="IsFirst">Whether it is the case's first row.</param>
/// <param name="Key">What the ids of the row's events begin with.</param>
/// <param name="Was">The watched columns before the row.</param>
/// <param name="Told">When the events that are told once happened last, by type.</param>
internal sealed record StateContext(bool IsFirst, string Key, Dictionary<string, string?> Was, Dictionary<string, DateTimeOffset>? Told);
