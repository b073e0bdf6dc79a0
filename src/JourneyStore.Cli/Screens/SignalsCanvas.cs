using JourneyStore.Engine.Signals;
using Spectre.Console;

namespace JourneyStore.Cli.Screens;

/// <summary>Signals with what they are made of.</summary>
internal static class SignalsCanvas
{
    /// <summary>Most contributions shown of a signal.</summary>
    private const int Shown = 6;

    /// <summary>Shows them.</summary>
    /// <param name="signals">The signals.</param>
    /// <param name="cases">The case of an event by its position, where it is known.</param>
    /// <param name="canvas">Where to.</param>
    /// <param name="shown">Most contributions shown of a signal.</param>
    public static void Show(IReadOnlyList<SignalValue> signals, IReadOnlyDictionary<long, string> cases, IAnsiConsole canvas, int shown = Shown)
    {
        var grid = new Grid()
            .AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2))
            .AddColumn(new GridColumn().NoWrap().RightAligned().PadRight(2))
            .AddColumn(new GridColumn().PadRight(2))
            .AddColumn(new GridColumn().NoWrap().PadRight(0));
        foreach (var signal in signals)
        {
            grid.AddRow(
                new Text(signal.Name, new Style(decoration: Decoration.Bold)),
                new Text(Words.Value(signal.Value), new Style(decoration: Decoration.Bold)),
                new Markup($"[{Tables.Colour(signal.Label)}]{Markup.Escape(signal.Label)}[/]"),
                new Text(signal.Since is { } since ? $"since {Words.Date(since)}" : "", new Style(Color.Grey)));
            foreach (var part in signal.Contributions.Take(shown)) AddPart(grid, part, cases);
            if (signal.Contributions.Count > shown) AddRest(grid, [.. signal.Contributions.Skip(shown)]);
        }
        canvas.Write(grid);
    }

    private static void AddPart(Grid grid, Contribution part, IReadOnlyDictionary<long, string> cases) => grid.AddRow(
        new Text(""), new Text(Words.Points(part.Points), new Style(Color.Grey)), new Text(part.What),
        new Text($"{Words.Date(part.OccurredAt)}  {(part.Position is { } position ? cases.GetValueOrDefault(position, "") : "")}",
            new Style(Color.Grey)));

    private static void AddRest(Grid grid, IReadOnlyList<Contribution> rest) => grid.AddRow(
        new Text(""), new Text(Words.Points(rest.Sum(part => part.Points)), new Style(Color.Grey)),
            new Text($"and {Words.Count(rest.Count)} more", new Style(Color.Grey)), new Text(""));
}
