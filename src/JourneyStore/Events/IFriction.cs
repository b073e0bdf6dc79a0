namespace JourneyStore.Events;

/// <summary>Something that makes it harder to be a customer: what the friction signal and the attention list add up.</summary>
public interface IFriction : IEventBody
{
    /// <summary>Which kind of friction; null: none, seen in the light of the event's data.</summary>
    FrictionKind? Friction { get; }
}
