using JourneyStore.Ingestion.Logs.Maps;

namespace JourneyStore.Ingestion.Logs.States;

/// <summary>One rule that turns a difference between two successive rows of a case into an event.</summary>
internal sealed record StateRule
{
    private static readonly string[] Conditions =
        ["when", "column", "rises", "falls", "changes", "becomes", "from", "unless", "unlessTold", "given", "name"];

    public required string Name { get; init; }

    /// <summary>True: only a case's first row; false: any but the first; null: any.</summary>
    public bool? First { get; init; }

    public string? Column { get; init; }

    public bool Rises { get; init; }

    public bool Falls { get; init; }

    public bool Changes { get; init; }

    public IReadOnlyList<Glob>? Becomes { get; init; }

    public IReadOnlyList<Glob>? From { get; init; }

    /// <summary>Rules that, when they have answered for the row, speak for this one too.</summary>
    public IReadOnlyList<string> Unless { get; init; } = [];

    /// <summary>A text that must be there; null: none.</summary>
    public Template? Given { get; init; }

    /// <summary>Whether the event is left out when the last one of its type that the case has told happened at the same time.</summary>
    public bool UnlessTold { get; init; }

    public required EventShape Shape { get; init; }

    /// <summary>Whether the rule compares numbers.</summary>
    public bool IsNumeric => Rises || Falls;

    public static StateRule Parse(MapNode node, IReadOnlyCollection<string> before)
    {
        node.Allow([.. Conditions, .. EventShape.Members]);
        var type = node.Get("type").Text();
        var rule = new StateRule
        {
            Name = node.Find("name")?.Text() ?? type[(type.LastIndexOf('.') + 1)..],
            First = node.Find("when")?.Word(("first", true), ("later", false)),
            Column = node.Find("column")?.Text(),
            Rises = node.Find("rises")?.Flag() ?? false,
            Falls = node.Find("falls")?.Flag() ?? false,
            Changes = node.Find("changes")?.Flag() ?? false,
            Becomes = Globs(node, "becomes"),
            From = Globs(node, "from"),
            Given = node.Find("given") is { } given ? Template.Parse(given) : null,
            UnlessTold = node.Find("unlessTold")?.Flag() ?? false,
            Unless = node.Find("unless")?.Texts() ?? [],
            Shape = EventShape.Parse(node),
        };
        var compares = rule.IsNumeric || rule.Changes || rule.Becomes is not null || rule.From is not null;
        if (rule.Column is null && compares) throw node.Wrong("'column' is required: which column rises, falls, changes, becomes or comes from");
        if (rule.Column is not null && !compares)
            throw node.Wrong("say what 'column' does: rises, falls, changes, becomes or from");
        if (rule.Column is null && rule.First is null) throw node.Wrong("expected a condition: 'when' or 'column'");
        if (before.Contains(rule.Name))
            throw node.Wrong($"two rules are called '{rule.Name}', and event ids end in the name; give one a 'name' of its own");
        foreach (var other in rule.Unless)
            if (!before.Contains(other)) throw node.Wrong($"'unless' names '{other}', which is no rule before this one");
        return rule;
    }

    /// <summary>Whether the rule answers to a row whose column went from one value to another.</summary>
    public bool Matches(bool isFirst, string? from, string? to)
    {
        if (First is { } first && first != isFirst) return false;
        if (Column is null) return true;
        if (to is null || to == from) return false;
        if (IsNumeric)
        {
            var difference = NumberText.Compare(to, from);
            return Rises ? difference > 0 : difference < 0;
        }
        // From nothing known to something is a becoming, but no change: nobody knows what it was.
        if ((Changes || From is not null) && from is null) return false;
        return (Becomes is null || Becomes.Any(glob => glob.Matches(to))) && (From is null || From.Any(glob => glob.Matches(from!)));
    }

    private static Glob[]? Globs(MapNode node, string name) =>
        node.Find(name) is { } patterns ? [.. patterns.Texts().Select(pattern => new Glob(pattern))] : null;
}
