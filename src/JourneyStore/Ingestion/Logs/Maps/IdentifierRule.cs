using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>One identifier of a customer or an account: its type and where its value comes from.</summary>
internal sealed record IdentifierRule(string Type, TextRule Value)
{
    public static IdentifierRule[] ParseList(MapNode node) => [.. node.Items().Select(Parse)];

    private static IdentifierRule Parse(MapNode node)
    {
        node.Allow("type", "value", "lookup", "otherwise");
        var type = node.Get("type");
        if (!Identifier.TryParse($"{type.Text()}:x", out _, out var problem)) throw type.Wrong(problem);
        return new IdentifierRule(type.Text(), TextRule.Of(node));
    }

    /// <summary>Adds the identifier when the row has its value; the answer is a problem, or null.</summary>
    public string? AddTo(List<Identifier> identifiers, ILogFields row)
    {
        if (Value.ReadName(row) is not { } value) return null;
        if (value.Length > Identifier.MaxValueLength || value.Contains('\0'))
            return $"an identifier value has 1 to {Identifier.MaxValueLength} characters and no NUL, found {value.Length} for '{Type}'";
        var identifier = new Identifier(Type, value);
        if (!identifiers.Contains(identifier)) identifiers.Add(identifier);
        return null;
    }
}
