namespace JourneyStore.Engine.Projections.Checkpoints;

/// <summary>Sizes of what keeps the order of occurrence. Tests make them small, so that all of it happens often.</summary>
internal sealed record OrderOptions
{
    /// <summary>Events between the newest checkpoints of a customer; fewer events than this have none.</summary>
    public int Distance { get; init; } = 64;

    /// <summary>Checkpoints at each distance before it doubles: an answer about the past folds at most 2 / this of what has happened since.</summary>
    public int Each { get; init; } = 32;

    /// <summary>
    /// Most stored events that an append folds again for a customer; with more of them after a late event, the customer is unsettled.
    /// </summary>
    public int FoldAtOnce { get; init; } = 500;

    /// <summary>Events of a page of a history.</summary>
    public int Page { get; init; } = 2_000;

    /// <summary>Events of a page of a settlement: between pages it rests, so that who appends meanwhile never waits long for a processor.</summary>
    public int SettlementPage { get; init; } = 500;

    /// <summary>How long a verification waits for late events to be folded without any customer being settled.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most events that are folded while a settlement holds the stream.</summary>
    public int LastRest { get; init; } = 200;
}
