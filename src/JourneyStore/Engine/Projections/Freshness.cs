namespace JourneyStore.Engine.Projections;

/// <summary>When a read model is current.</summary>
public enum Freshness
{
    /// <summary>In the append's own transaction: current when the receipt is sent.</summary>
    Inline,

    /// <summary>Shortly after: follows the log with its own recorded progress.</summary>
    Async,
}
