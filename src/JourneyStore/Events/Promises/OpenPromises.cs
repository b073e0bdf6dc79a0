namespace JourneyStore.Events.Promises;

/// <summary>A promise that is neither kept nor broken.</summary>
public sealed record OpenPromise
{
    /// <summary>The producer's id of it; null: none.</summary>
    public string? PromiseId { get; init; }

    /// <summary>What was promised, in a word.</summary>
    public required string What { get; init; }

    /// <summary>When it was promised.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>By when; null: not said.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The process; null: none.</summary>
    public string? Process { get; init; }

    /// <summary>The case; null: none.</summary>
    public string? CaseId { get; init; }

    /// <summary>The producer's id of the event that told of it.</summary>
    public required string EventId { get; init; }

    /// <summary>Place of that event in the log.</summary>
    public required long Position { get; init; }

    /// <summary>True when it should have been kept before a moment.</summary>
    public bool IsOverdue(DateTimeOffset asOf) => DueAt < asOf;
}

/// <summary>What was promised to one customer: a fold that keeps the newest <see cref="Capacity"/> open promises.</summary>
public sealed record OpenPromises
{
    /// <summary>Most promises kept; an older one that is still open is forgotten.</summary>
    public const int Capacity = 32;

    /// <summary>Open promises, in the order they were made.</summary>
    public List<OpenPromise> Open { get; init; } = [];

    /// <summary>Promises ever made.</summary>
    public long Made { get; set; }

    /// <summary>Promises ever kept.</summary>
    public long Kept { get; set; }

    /// <summary>Promises ever broken.</summary>
    public long Broken { get; set; }

    /// <summary>Takes one more event, in the order they occurred; one that concerns no promise changes nothing.</summary>
    public void Apply(JourneyEvent @event)
    {
        switch (@event.Body)
        {
            case IMakesPromise made: Add(made, @event); break;
            case IKeepsPromise kept: Kept++; Settle(kept, @event); break;
            case IBreaksPromise broken: Broken++; Settle(broken, @event); break;
        }
    }

    private void Add(IMakesPromise made, JourneyEvent @event)
    {
        Made++;
        Open.Add(new OpenPromise
        {
            PromiseId = made.PromiseId, What = made.What ?? @event.Type, MadeAt = @event.OccurredAt, DueAt = made.DueAt,
            Process = @event.Process, CaseId = @event.CaseId, EventId = @event.Id, Position = @event.Position,
        });
        if (Open.Count > Capacity) Open.RemoveAt(0);
    }

    // By its id when both sides give one; else the oldest of the same case and kind, where what is not said fits anything.
    private void Settle(IPromise settled, JourneyEvent @event)
    {
        var at = Open.FindIndex(o => settled.PromiseId is not null && o.PromiseId is not null
            ? o.PromiseId == settled.PromiseId
            : (settled.What is null || o.What == settled.What)
              && (@event.CaseId is null || o.CaseId is null || (o.CaseId == @event.CaseId && o.Process == @event.Process)));
        if (at >= 0) Open.RemoveAt(at);
    }
}
