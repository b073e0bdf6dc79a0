namespace JourneyStore.Engine.Reactions;

/// <summary>What became of an event that was handed to a handler.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Tries">How often it has been tried by now.</param>
/// <param name="DueAt">When it is to be tried again.</param>
/// <param name="Reason">Why it is not done; null: it is, or nothing was said.</param>
internal readonly record struct DeliveryOutcome(DeliveryKind Kind, int Tries, DateTimeOffset DueAt, string? Reason)
{
    /// <summary>True: the customer's next event may be handed over.</summary>
    public bool IsOver => Kind is DeliveryKind.Done or DeliveryKind.Dead;
}

internal enum DeliveryKind
{
    /// <summary>The process stops; whether it happened is not known.</summary>
    Stopped,

    /// <summary>The handler has returned.</summary>
    Done,

    /// <summary>It failed, and is to be tried again.</summary>
    Later,

    /// <summary>It failed for good and lies among the dead letters.</summary>
    Dead,
}
