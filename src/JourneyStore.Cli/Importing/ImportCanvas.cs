using JourneyStore.Cli.Screens;
using Spectre.Console;

namespace JourneyStore.Cli.Importing;

/// <summary>What an import came to, for people and as JSON.</summary>
internal static class ImportCanvas
{
    private const int TypesShown = 10;
    private const int RejectsShown = 5;

    public static void Show(ImportTally tally, IReadOnlyList<string> rejectFiles, TimeSpan taken, Screen screen)
    {
        var canvas = screen.Out;
        canvas.Heading("Import");
        canvas.Write(Tables.Facts(
            ("stored", Words.Count(tally.Stored)),
            ("duplicate", tally.Duplicates == 0 ? "0" : $"{Words.Count(tally.Duplicates)}, in the store already"),
            ("held", tally.Held == 0 ? "0" : $"{Words.Count(tally.Held)}, kept until their customer is known"),
            ("rejected", rejectFiles.Count == 0 ? Words.Count(tally.Rejected)
                : $"{Words.Count(tally.Rejected)}, see {string.Join(", ", rejectFiles)}; mended, that file can be imported as it stands"),
            ("took", $"{Words.Span(taken)}, {Words.Rate(tally.Seen / Math.Max(0.001, taken.TotalSeconds))}")));
        if (tally.Types.Any()) Types(tally, canvas);
        if (tally.Rejected > 0) Rejects(tally, canvas);
    }

    public static object Document(ImportTally tally, IReadOnlyList<string> files, IReadOnlyList<string> rejectFiles, TimeSpan taken) => new
    {
        files,
        complete = tally.Complete,
        stored = tally.Stored,
        duplicate = tally.Duplicates,
        held = tally.Held,
        rejected = tally.Rejected,
        byType = tally.Types.ToDictionary(type => type.Type, type => type.Count),
        rejectsByCode = tally.Rejects.ToDictionary(reject => reject.Code, reject => reject.Count),
        rejects = rejectFiles,
        remarks = tally.Remarks,
        position = tally.Position,
        seconds = Math.Round(taken.TotalSeconds, 3),
        perSecond = Math.Round(tally.Seen / Math.Max(0.001, taken.TotalSeconds)),
    };

    private static void Types(ImportTally tally, IAnsiConsole canvas)
    {
        var table = Tables.Plain("event type", ">events");
        foreach (var type in tally.Types.Take(TypesShown)) table.Row(type.Type, Words.Count(type.Count));
        if (tally.Types.Skip(TypesShown).Sum(type => type.Count) is > 0 and var others)
            table.Row($"{tally.Types.Count() - TypesShown} others", Words.Count(others));
        canvas.Write(table);
    }

    private static void Rejects(ImportTally tally, IAnsiConsole canvas)
    {
        var table = Tables.Plain("rejected because", ">times", "for instance");
        foreach (var reject in tally.Rejects.Take(RejectsShown)) table.Row(reject.Code, Words.Count(reject.Count), Words.Cut(reject.Example, 200));
        canvas.Write(table);
    }
}
