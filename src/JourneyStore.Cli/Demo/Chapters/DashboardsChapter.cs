using System.Text.Json;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine;
using JourneyStore.Engine.Projections;
using JourneyStore.Events;
using JourneyStore.Events.Cases;
using JourneyStore.Views;
using Spectre.Console;

namespace JourneyStore.Cli.Demo.Chapters;

/// <summary>What each process says of itself: all is well, and for Hanna too.</summary>
internal static class DashboardsChapter
{
    private static readonly (string Process, string Says)[] Dashboards =
        [("incident", "Service desk: tickets"), ("order", "Shop: orders and deliveries")];

    public static async Task ShowAsync(DemoScene scene)
    {
        var canvas = scene.Canvas;
        canvas.Heading("1  What the processes report");
        var table = Tables.Plain("dashboard", ">cases closed", ">within SLA", $">{scene.Hanna.Name}", ">within SLA");
        var journey = await scene.JourneyAsync(scene.Hanna);
        foreach (var (process, says) in Dashboards)
        {
            if (await RowAsync(scene, process) is not { } row) continue;
            var (hers, late) = Hers(journey, process);
            table.Row(
                says, Words.Count(row.OpenToClosed.Count), Words.Percent(row.Cases - row.Breached, row.Cases),
                $"{hers - late} of {hers}", Words.Percent(hers - late, hers));
        }
        canvas.Write(table);
        canvas.WriteLine();
        canvas.Prose("Every light is green. No process has seen anything that would be worth a call.");
    }

    private static async Task<ProcessRow?> RowAsync(DemoScene scene, string process)
    {
        var page = await scene.Engine.ViewAsync(scene.Tenant, "processes", 100, null, scene.Stop);
        return page.Rows.Select(row => JsonSerializer.Deserialize<ProcessRow>(row.Data.Span, ViewJson.Options)!)
            .FirstOrDefault(row => row.Process == process);
    }

    private static (long Cases, long Late) Hers(IReadOnlyList<JourneyEvent> journey, string process)
    {
        var cases = journey.Where(one => one.Process == process && one.CaseId is not null).GroupBy(one => one.CaseId).ToList();
        return (cases.Count, cases.Count(one => one.Any(step => step.Body is IBreachesSla)));
    }
}
