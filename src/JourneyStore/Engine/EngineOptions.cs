using JourneyStore.Engine.Intake;

namespace JourneyStore.Engine;

/// <summary>How an engine runs.</summary>
public sealed record EngineOptions
{
    /// <summary>The intake's limits and sizes.</summary>
    public IntakeOptions Intake { get; init; } = new();

    /// <summary>Whether this process folds async projections. Default true; a short-lived command that only reads says false.</summary>
    public bool RunProjections { get; init; } = true;
}
