namespace JourneyStore.Events;

/// <summary>
/// Puts a record into the catalogue of event types. The name and the JSON of the record (camelCase) are the storage format, for ever;
/// a change of shape raises <see cref="Version"/> and adds an <see cref="IUpcaster"/> from the version before.
/// </summary>
/// <param name="name">Dotted lower-case, for instance <c>ticket.opened</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventTypeAttribute(string name) : Attribute
{
    /// <summary>The event type's name.</summary>
    public string Name => name;

    /// <summary>Version of the data's shape that the record reads; default 1.</summary>
    public int Version { get; init; } = 1;
}
