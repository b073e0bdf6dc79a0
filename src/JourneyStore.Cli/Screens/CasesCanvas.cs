using JourneyStore.Events.Cases;
using JourneyStore.Events.Promises;
using Spectre.Console;

namespace JourneyStore.Cli.Screens;

/// <summary>What is still open: cases and promises.</summary>
internal static class CasesCanvas
{
    private const int Shown = 15;

    public static void Show(OpenCases cases, DateTimeOffset asOf, IAnsiConsole canvas)
    {
        canvas.Heading(cases.OpenCount == 0 ? "Open cases: none" : $"Open cases ({Words.Count(cases.OpenCount)})");
        if (cases.OpenCount == 0) return;
        var table = Tables.Plain("=case", "about", "prio", "with", "open for", "last step", ">hand-overs");
        foreach (var one in cases.Open.AsEnumerable().Reverse().Take(Shown))
            table.Row(
                $"{one.Process} {one.CaseId}".TrimStart(), one.Category, one.Priority, one.Assignee ?? one.Group, Words.For(one.OpenedAt, asOf),
                LastStep(one, asOf), one.Reassignments == 0 ? "" : Words.Count(one.Reassignments));
        canvas.Write(table);
        if (cases.OpenCount > Shown) canvas.MarkupLine($"  [grey]and {Words.Count(cases.OpenCount - Shown)} older[/]");
    }

    public static void Show(OpenPromises promises, DateTimeOffset asOf, IAnsiConsole canvas)
    {
        canvas.Heading($"Open promises ({promises.Open.Count})");
        var table = Tables.Plain("what", "made", "due", "=case");
        foreach (var one in promises.Open)
            table.Row(
                one.What, Words.Ago(one.MadeAt, asOf),
                one.DueAt is { } due ? $"{Words.Minute(due)}{(one.IsOverdue(asOf) ? ", overdue" : "")}" : "not said",
                $"{one.Process} {one.CaseId}".Trim());
        canvas.Write(table);
    }

    private static string LastStep(OpenCase one, DateTimeOffset asOf)
    {
        var step = $"{one.LastStep}, {Words.Ago(one.LastStepAt, asOf)}";
        return (one.Breached, one.WaitingFor) switch
        {
            (true, _) => $"{step}; missed its service level",
            (_, { } whom) => $"{step}; waiting for {whom}",
            _ => step,
        };
    }
}
