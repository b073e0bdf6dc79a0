using JourneyStore.Engine;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Projections;

namespace JourneyStore.Cli.Answers;

/// <summary>What was found in the rooms, as <c>inventory --json</c> prints it.</summary>
internal sealed record InventoryAnswer(
    IReadOnlyList<InventoryAnswer.EventTypeLine> EventTypes,
    IReadOnlyList<InventoryAnswer.ViewLine> Views,
    IReadOnlyList<InventoryAnswer.RuleLine> Signals,
    IReadOnlyList<InventoryAnswer.PolicyLine> Policies,
    IReadOnlyList<InventoryAnswer.NamedLine> Reactions,
    IReadOnlyList<InventoryAnswer.NamedLine> Protocols)
{
    public sealed record EventTypeLine(string Name, int Version, string Describes);

    public sealed record ViewLine(string Name, string Version, string Freshness, string? RankedBy, string Describes);

    public sealed record RuleLine(string Name, int Version, string Describes);

    public sealed record PolicyLine(string Name, int Version, string Describes, IReadOnlyList<FactLine> Facts);

    public sealed record FactLine(string Name, string Kind, IReadOnlyList<string>? OneOf, string Meaning);

    public sealed record NamedLine(string Name, string Describes);

    public static InventoryAnswer Of(Inventory found) => new(
        [.. EventCatalog.Discover([.. found.Assemblies]).Types.Select(type => new EventTypeLine(type.Name, type.Version, type.Summary))],
        [.. found.CustomerViews.Concat<IProjection>(found.Aggregates).OrderBy(view => view.Name, StringComparer.Ordinal).Select(Line)],
        [.. found.Signals.Select(signal => new RuleLine(signal.Name, signal.Version, signal.Describes))],
        [.. found.Policies.Select(policy => new PolicyLine(policy.Name, policy.Version, policy.Describes, [.. policy.Facts.Select(Line)]))],
        [.. found.Reactions.Select(reaction => new NamedLine(reaction.Name, reaction.Describes))],
        ProtocolsFound());

    private static ViewLine Line(IProjection view) =>
        new(view.Name, view.Version, view.Freshness.ToString().ToLowerInvariant(), view.RankedBy, view.Describes);

    private static FactLine Line(Fact fact) => new(fact.Name, fact.Kind.Word(), fact.Kind == FactKind.OneOf ? fact.Words : null, fact.Meaning);

    private static IReadOnlyList<NamedLine> ProtocolsFound() =>
    [
        new("cloudevents", "CloudEvents 1.0 over HTTP: binary, structured and batch, gzip accepted (POST /v1/events)."),
        new("csv", "Rows of events, or rows of a case's states, with a map; also .gz and inside .zip (import)."),
        new("ndjson", "One CloudEvent a line; also .gz and inside .zip (import)."),
        new("ocel", "OCEL 2.0 as JSON, with a map (import)."),
        new("xes", "XES, IEEE 1849, with a map; also .xes.gz (import)."),
    ];
}
