using JourneyStore.Events;
using JourneyStore.Ingestion.Logs.Maps;

namespace JourneyStore.Ingestion.Logs.States;

/// <summary>The part of a map for logs whose rows are states of a case: events are the differences between successive rows.</summary>
internal sealed record StateRules
{
    /// <summary>What a case was before its first row, by column.</summary>
    public required IReadOnlyDictionary<string, string> Initial { get; init; }

    public required IReadOnlyList<StateRule> Rules { get; init; }

    /// <summary>The event for a row that no rule answers to; null: none.</summary>
    public EventShape? Otherwise { get; init; }

    /// <summary>How many cases are remembered at once.</summary>
    public int Remember { get; init; } = 100_000;

    /// <summary>The columns whose last value is remembered.</summary>
    public string[] Watched =>
    [
        .. Rules.Where(rule => rule.Column is not null).Select(rule => rule.Column!)
            .Concat(Shapes.SelectMany(shape => shape.Fields)
                .Where(name => name.StartsWith(Overlay.WasPrefix, StringComparison.Ordinal))
                .Select(name => name[Overlay.WasPrefix.Length..]))
            .Distinct(),
    ];

    public IEnumerable<EventShape> Shapes => Rules.Select(rule => rule.Shape).Concat(Otherwise is null ? [] : [Otherwise]);

    public static StateRules Parse(MapNode node)
    {
        node.Allow("initial", "rules", "otherwise", "remember");
        var rules = new List<StateRule>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in node.Get("rules").Items())
        {
            var rule = StateRule.Parse(item, names);
            rules.Add(rule);
            names.Add(rule.Name);
        }
        var initial = new Dictionary<string, string>(StringComparer.Ordinal);
        if (node.Find("initial") is { } values)
            foreach (var (column, value) in values.Members())
            {
                if (!rules.Exists(rule => rule.Column == column)) throw value.Wrong("no rule watches this column; leave it out or add a rule");
                initial[column] = Padding.Strip(value.Text()) ?? "";
            }
        return new StateRules
        {
            Initial = initial,
            Rules = rules,
            Otherwise = node.Find("otherwise") is { } otherwise ? EventShape.ParseStrictly(otherwise) : null,
            Remember = node.Find("remember")?.Whole(1, 100_000_000) ?? 100_000,
        };
    }
}
