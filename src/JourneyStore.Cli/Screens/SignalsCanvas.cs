using JourneyStore.Engine.Signals;
using Spectre.Console;

namespace JourneyStore.Cli.Screens;

/// <summary>Signals with what they are made of.</summary>
internal static class SignalsCanvas
{
    /// <summary>Most contributions shown of a signal.</summary>
    private const int Shown = 6;

    private static readonly Style Quiet = new(Color.Grey);
    private static readonly Style Bold = new(decoration: Decoration.Bold);

    /// <summary>Shows them.</summary>
    /// <param name="signals">The signals.</param>
    /// <param name="cases">The case of an event by its position, where it is known.</param>
    /// <param name="canvas">Where to.</param>
    /// <param name="shown">Most contributions shown of a signal.</param>
    public static void Show(IReadOnlyList<SignalValue> signals, IReadOnlyDictionary<long, string> cases, IAnsiConsole canvas, int shown = Shown)
    {
        var listing = new Listing(
            new ListingColumn(Kind: ListingKind.Id), new ListingColumn(Kind: ListingKind.Number), new ListingColumn(),
            new ListingColumn(Kind: ListingKind.Id, Style: Quiet));
        foreach (var signal in signals)
        {
            listing.Row(
                new ListingCell(signal.Name, Bold), new ListingCell(Words.Value(signal.Value), Bold),
                new ListingCell(signal.Label, Style.Parse(Tables.Colour(signal.Label))),
                signal.Since is { } since ? $"since {Words.Date(since)}" : "");
            foreach (var part in signal.Contributions.Take(shown))
                listing.Row("", new ListingCell(Words.Points(part.Points), Quiet), part.What, When(part, cases));
            if (signal.Contributions.Count > shown) AddRest(listing, [.. signal.Contributions.Skip(shown)]);
        }
        canvas.Write(listing);
    }

    private static string When(Contribution part, IReadOnlyDictionary<long, string> cases) =>
        $"{Words.Date(part.OccurredAt)}  {(part.Position is { } position ? cases.GetValueOrDefault(position, "") : "")}".TrimEnd();

    private static void AddRest(Listing listing, IReadOnlyList<Contribution> rest) => listing.Row(
        "", new ListingCell(Words.Points(rest.Sum(part => part.Points)), Quiet), new ListingCell($"and {Words.Count(rest.Count)} more", Quiet));
}
