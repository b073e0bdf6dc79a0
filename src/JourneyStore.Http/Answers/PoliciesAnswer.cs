using System.ComponentModel;
using JourneyStore.Engine.Decisions;

namespace JourneyStore.Http.Answers;

/// <summary>The policies that can be asked, by name.</summary>
internal sealed record PoliciesAnswer(PolicyAnswer[] Policies)
{
    public static PoliciesAnswer Of(IReadOnlyList<Policy> policies) => new([.. policies.Select(PolicyAnswer.Of)]);
}

/// <summary>A policy.</summary>
internal sealed record PolicyAnswer(
    [property: Description("The last part of POST /v1/decisions/{policy}.")] string Name,
    int Version,
    [property: Description("What it decides, and the outcomes.")] string Describes,
    [property: Description("What it may be told; none need be.")] FactAnswer[] Facts)
{
    public static PolicyAnswer Of(Policy policy) => new(policy.Name, policy.Version, policy.Describes, [.. policy.Facts.Select(FactAnswer.Of)]);
}

/// <summary>A fact that a policy takes.</summary>
internal sealed record FactAnswer(
    string Name,
    [property: Description("text, number, rank (a whole number from 1, 1 the highest, or a text that begins with it), flag, moment or one-of")] string Kind,
    [property: Description("The words of a fact that is one of a few; else null.")] IReadOnlyList<string>? OneOf,
    string Meaning)
{
    public static FactAnswer Of(Fact fact) => new(fact.Name, fact.Kind.Word(), fact.Kind == FactKind.OneOf ? fact.Words : null, fact.Meaning);
}
