namespace JourneyStore.Events;

/// <summary>
/// Marks a property of an event type's record as personal: a name, a free text, an address. When a person is erased it is left out of the stored
/// data,
/// or, where the record demands it, a text becomes <c>erased</c>, a number 0, a flag false, a list empty. What is not marked stays, and with it the
/// statistics that rest on it. Works on records inside the record too; on a positional record it is written <c>[property: Personal]</c>. The data of
/// types outside the catalogue is personal as a whole.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute : Attribute;
