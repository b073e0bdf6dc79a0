using System.Text.Json;
using JourneyStore.Cli.Demo.Story;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Signals;
using JourneyStore.Views;
using Spectre.Console;

namespace JourneyStore.Cli.Demo.Chapters;

/// <summary>What it adds up to: her signals, and her place among all who need care.</summary>
internal static class StrainChapter
{
    private const int PlacesShown = 5;
    private const int PageSize = 500;

    public static async Task ShowAsync(DemoScene scene)
    {
        scene.Canvas.Heading("3  What it adds up to");
        var hanna = await scene.Engine.ContextAsync(scene.Tenant, scene.RefOf(scene.Hanna), new ContextQuery(), scene.Stop);
        var ordinary = await scene.Engine.ContextAsync(scene.Tenant, scene.RefOf(scene.Ordinary), new ContextQuery(), scene.Stop);
        scene.Canvas.WriteLine();
        scene.Canvas.Prose("Every event that makes it harder to be a customer weighs something, halves in 14 days, and counts double for platinum:");
        scene.Canvas.WriteLine();
        var cases = (await scene.JourneyAsync(scene.Hanna)).ToDictionary(one => one.Position, one => one.CaseId ?? "");
        SignalsCanvas.Show(hanna.Signals, cases, scene.Canvas, shown: 5);
        scene.Canvas.WriteLine();
        scene.Canvas.Prose($"{scene.Ordinary.Name} ({scene.Ordinary.Tier}), for comparison: {InWords(ordinary.Signals)}.");
        await ShowPlaceAsync(scene, hanna.Customer);
    }

    private static async Task ShowPlaceAsync(DemoScene scene, string hanna)
    {
        var page = await scene.Engine.ShowAsync(scene.Tenant, await scene.Engine.ViewAsync(scene.Tenant, "attention", PageSize, null, scene.Stop), scene.Stop);
        var rows = page.Rows.Select(row => JsonSerializer.Deserialize<AttentionAnswer>(row.Data.Span, ViewJson.Options)!).ToList();
        var place = rows.FindIndex(row => row.Customer == hanna) + 1;
        scene.Canvas.WriteLine();
        scene.Canvas.Prose(
            "Who needs care most, across all processes (the view attention)" +
                (place > 0 ? $": {scene.Hanna.Name} is number {place} of {Words.Count(People.Count)}." : "."));
        var table = Tables.Plain(">", "=customer", "=tier", ">friction", "because");
        var shown = rows.Take(PlacesShown).Select((row, at) => (Row: row, Place: at + 1)).ToList();
        if (place > PlacesShown) shown.Add((rows[place - 1], place));
        foreach (var (row, at) in shown)
            table.Row(
                $"{at}", await NameAsync(scene, row.Customer), row.Tier.ToString().ToLowerInvariant(), Words.Score(row.Score),
                Words.Cut(row.Because[0].Replace("Heaviest: ", "", StringComparison.Ordinal), 60));
        scene.Canvas.Write(table);
    }

    private static async Task<string> NameAsync(DemoScene scene, string customer)
    {
        CustomerRef.TryParse(customer, out var reference, out _);
        var context = await scene.Engine.ContextAsync(scene.Tenant, reference, new ContextQuery(), scene.Stop);
        return context.View<CustomerProfile>("profile")?.Name ?? customer;
    }

    private static string InWords(IReadOnlyList<SignalValue> signals) =>
        string.Join(", ", signals.Select(signal => $"{signal.Name} {Words.Value(Math.Round(signal.Value, 1))} ({signal.Label})"));
}
