namespace JourneyStore.Engine.Identity;

/// <summary>What a type of identifiers is good for.</summary>
/// <param name="Most">How many of them one customer has at most, from 1; null: any number.</param>
/// <param name="Joins">Whether one of them may join two customers.</param>
/// <param name="Priority">Of identifiers that name different customers, the one with the highest tells whose an event is; of several with the
/// highest, the one named first.</param>
public readonly record struct IdentifierRule(int? Most, bool Joins, int Priority);
