namespace JourneyStore.Cli.Demo.Story;

/// <summary>Something that happened, as the system where it happened would send it: a CloudEvent to be.</summary>
internal sealed record StoryEvent
{
    public required string Source { get; init; }

    public required string Id { get; init; }

    public required string Type { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The attribute <c>customer</c>: the identifiers that the sending system knows.</summary>
    public required string Customer { get; init; }

    /// <summary>The attribute <c>account</c>; null: the sending system knows no organisations.</summary>
    public string? Account { get; init; }

    public string? Process { get; init; }

    public string? CaseId { get; init; }

    public string? Activity { get; init; }

    public string? Actor { get; init; }

    public string? Channel { get; init; }

    /// <summary>The data, written as JSON in camelCase.</summary>
    public required object Data { get; init; }
}
