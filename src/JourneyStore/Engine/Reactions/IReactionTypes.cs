namespace JourneyStore.Engine.Reactions;

/// <summary>A service that says which event types a reaction is told of, where settings decide that and not the code.</summary>
public interface IReactionTypes
{
    /// <summary>The reaction's name.</summary>
    string Reaction { get; }

    /// <summary>Event types, in the catalogue or not; none: the reaction takes no part in this process. Read once, at start.</summary>
    IReadOnlyList<string> Types { get; }
}
