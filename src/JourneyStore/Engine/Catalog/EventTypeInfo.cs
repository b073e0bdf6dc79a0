namespace JourneyStore.Engine.Catalog;

/// <summary>What the catalogue knows of one event type.</summary>
/// <param name="Name">Dotted lower-case name.</param>
/// <param name="Version">Newest version of the data's shape; older ones are upcast to it.</param>
/// <param name="ClrType">The record that reads it.</param>
/// <param name="Summary">
/// What the event says, in one sentence: the type's <see cref="System.ComponentModel.DescriptionAttribute"/>, or else its name in words.
/// </param>
public sealed record EventTypeInfo(string Name, int Version, Type ClrType, string Summary);
