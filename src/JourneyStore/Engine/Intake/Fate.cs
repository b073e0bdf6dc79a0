namespace JourneyStore.Engine.Intake;

/// <summary>What becomes of an event of a batch: it is stored with a customer, or held.</summary>
/// <param name="event">The event.</param>
internal sealed class Fate(AcceptedEvent @event)
{
    public AcceptedEvent Event => @event;

    /// <summary>Its customer; null: it is held.</summary>
    public CustomerBatch? Customer { get; private set; }

    /// <summary>Its version in the customer's stream.</summary>
    public long Version { get; private set; }

    /// <summary>Its position, once it is drawn.</summary>
    public long Position { get; set; }

    /// <summary>Identifiers that it names although they belong to other customers, each with its owner.</summary>
    public IReadOnlyList<(string Identifier, string Owner)> Contested { get; init; } = [];

    public void Place(CustomerBatch customer, long version) => (Customer, Version) = (customer, version);
}
