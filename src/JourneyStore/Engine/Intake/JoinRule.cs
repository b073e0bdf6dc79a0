namespace JourneyStore.Engine.Intake;

/// <summary>What a type of identifiers is good for.</summary>
/// <param name="Most">How many of them one customer has at most; null: any number.</param>
/// <param name="Joins">Whether one of them may join two customers.</param>
/// <param name="Priority">Of identifiers that name different customers, the one with the highest tells whose an event is.</param>
internal readonly record struct JoinRule(int? Most, bool Joins, int Priority);
