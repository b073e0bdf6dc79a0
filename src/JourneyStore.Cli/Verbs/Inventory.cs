using System.CommandLine;
using JourneyStore.Cli.Answers;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Projections;
using Spectre.Console;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>inventory</c>: what the rooms hold; needs no database.</summary>
internal sealed class Inventory : IVerb
{
    public int Place => 150;

    public Command Describe() => new Command("inventory", "Event types, views, signals, policies, reactions and protocols found.") { Flags.Json }
        .Runs(run =>
        {
            var found = InventoryAnswer.Of(run.Around.Rooms());
            if (run.Screen.Json) run.Screen.Document(found);
            else Show(found, run.Screen.Out);
            return Task.FromResult(ExitCodes.Done);
        })
        .Example("journey inventory", "needs no database");

    private static void Show(InventoryAnswer found, IAnsiConsole canvas)
    {
        Part(canvas, "Event types", found.EventTypes.Select(type => (type.Name, type.Version > 1 ? $"v{type.Version}" : "", type.Describes)));
        Part(canvas, "Views", found.Views.Select(view => (view.Name, view.Freshness, Says(view))));
        Part(canvas, "Signals", found.Signals.Select(signal => (signal.Name, $"v{signal.Version}", signal.Describes)));
        Part(canvas, "Policies", found.Policies.Select(policy => (policy.Name, $"v{policy.Version}", Says(policy))));
        Part(canvas, "Reactions", found.Reactions.Select(reaction => (reaction.Name, "", reaction.Describes)));
        Part(canvas, "Protocols and log formats", found.Protocols.Select(protocol => (protocol.Name, "", protocol.Describes)));
    }

    private static string Says(InventoryAnswer.ViewLine view) =>
        view.RankedBy is null ? view.Describes : $"{view.Describes} Ranked by {view.RankedBy}.";

    private static string Says(InventoryAnswer.PolicyLine policy) => policy.Facts.Count == 0
        ? policy.Describes
        : $"{policy.Describes} Facts: {string.Join(", ", policy.Facts.Select(fact => $"{fact.Name} ({(fact.OneOf is { } words ? string.Join("|", words) : fact.Kind)})"))}.";

    private static void Part(IAnsiConsole canvas, string name, IEnumerable<(string Name, string Note, string Describes)> things)
    {
        var rows = things.ToList();
        canvas.Heading($"{name} ({rows.Count})");
        var listing = new Listing(
            new ListingColumn(Kind: ListingKind.Id, Style: new Style(Color.Teal)),
            new ListingColumn(Kind: ListingKind.Id, Style: new Style(Color.Grey)), new ListingColumn());
        foreach (var row in rows) listing.Row(row.Name, row.Note, row.Describes);
        if (rows.Count > 0) canvas.Write(listing);
        else canvas.MarkupLine("  [grey]none[/]");
    }
}
