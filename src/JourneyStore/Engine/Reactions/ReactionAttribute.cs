namespace JourneyStore.Engine.Reactions;

/// <summary>Says more of a class that handles stored events. Not needed: without it, the class's name is the reaction's.</summary>
/// <param name="name">
/// Lower-case name with hyphens, 1 to 60 characters. Part of the idempotency keys and of the progress, so it does not change. Default: the class's
/// name without
/// <c>Handler</c>, hyphenated.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ReactionAttribute(string name) : Attribute
{
    /// <summary>The reaction's name.</summary>
    public string Name => name;

    /// <summary>One sentence for the inventory. Default: none.</summary>
    public string Describes { get; init; } = "";

    /// <summary>
    /// The event types of which it is told by <see cref="EventStored"/>. Default: none but what an <see cref="IReactionTypes"/> says.
    /// </summary>
    public string[] Types { get; init; } = [];
}
