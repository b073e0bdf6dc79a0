using System.Text.Json;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake.Checks;

namespace JourneyStore.Engine.Decisions;

/// <summary>Whether a policy can read what it is told. A fact that is ignored in silence decides as if nobody had said it.</summary>
internal static class FactCheck
{
    /// <summary>Checks the facts of a question.</summary>
    /// <param name="policy">Who is asked.</param>
    /// <param name="facts">A JSON object.</param>
    /// <exception cref="BadFactException">A fact that the policy does not know or cannot read.</exception>
    public static void Check(Policy policy, JsonElement facts)
    {
        foreach (var told in facts.EnumerateObject())
        {
            var known = policy.Facts.FirstOrDefault(fact => fact.Name == told.Name)
                ?? throw new BadFactException(told.Name, $"{policy.Name} knows no fact {TextCheck.Quote(told.Name)}{Meant(policy, told.Name)}; {Takes(policy)}.");
            if (FactReading.IsSaid(told.Value) && !IsReadable(known, told.Value))
                throw new BadFactException(known.Name, $"{known.Name} is {Expected(known)}, found {Found(told.Value)}; {Takes(policy)}.");
        }
    }

    private static bool IsReadable(Fact fact, JsonElement value) => fact.Kind switch
    {
        FactKind.Text => FactReading.Text(value) is not null,
        FactKind.Number => FactReading.Number(value) is not null,
        FactKind.Rank => FactReading.Rank(value) is not null,
        FactKind.Flag => FactReading.Flag(value) is not null,
        FactKind.Moment => FactReading.Moment(value) is not null,
        FactKind.OneOf => FactReading.OneOf(value, fact.Words) is not null,
        _ => throw new InvalidOperationException($"The fact {fact.Name} is of a kind that cannot be read: {fact.Kind}."),
    };

    private static string Expected(Fact fact) => fact.Kind switch
    {
        FactKind.Text => "a text",
        FactKind.Number => "a number",
        FactKind.Rank => "a whole number from 1, 1 the highest, such as 3, \"3\" or \"3 - Moderate\"",
        FactKind.Flag => "true or false",
        FactKind.Moment => "a time such as \"2025-03-01T09:30:00Z\"",
        _ => $"one of {string.Join(", ", fact.Words)}",
    };

    private static string Found(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => $"the text {TextCheck.Quote(value.GetString())}",
        _ => TextCheck.Quote(value.GetRawText()).Trim('\''),
    };

    private static string Meant(Policy policy, string told) =>
        policy.Facts.FirstOrDefault(fact => fact.Name.Equals(told, StringComparison.OrdinalIgnoreCase)) is { } meant ? $" (names are compared exactly: {meant.Name})" : "";

    private static string Takes(Policy policy) => policy.Facts.Count == 0
        ? "it takes none"
        : $"it takes {string.Join(", ", policy.Facts.Select(fact => $"{fact.Name} ({fact.Kind.Word()})"))}";
}

/// <summary>The words for kinds of facts in answers.</summary>
public static class FactKinds
{
    /// <summary><c>text</c>, <c>number</c>, <c>rank</c>, <c>flag</c>, <c>moment</c> or <c>one-of</c>.</summary>
    public static string Word(this FactKind kind) => kind == FactKind.OneOf ? "one-of" : kind.ToString().ToLowerInvariant();
}
