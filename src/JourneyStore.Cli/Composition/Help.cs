using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using JourneyStore.Cli.Screens;
using Spectre.Console;

namespace JourneyStore.Cli.Composition;

/// <summary>What <c>--help</c> says, and what a command says that was called without a verb: what it does, how it is called, lines to copy.</summary>
/// <param name="ofVerb">The framework's own page, for a command that does something itself.</param>
internal sealed class Help(HelpAction ofVerb) : SynchronousCommandLineAction
{
    private static readonly (string Line, string Says)[] Begin =
    [
        ("journey demo", "a story of 2,400 customers, then a server to play with"),
        ("journey serve --dev", "the HTTP API on this machine, no keys asked"),
        ("journey import log.csv --map map.json", "an event log; samples/maps says how maps are written"),
        ("journey context email:ann@example.org", "who a customer is and where they stand"),
        ("journey status", "where the store stands"),
    ];

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var around = (Surroundings)parseResult.InvocationConfiguration;
        var screen = new Screen(around, json: false);
        if (command.Subcommands.Count > 0) ListVerbs(command, Misuse.Name(parseResult), screen);
        else
        {
            ofVerb.MaxWidth = screen.Out.Profile.Width;
            ofVerb.Invoke(parseResult);
        }
        Show(command is RootCommand ? Begin : Examples.Of(command), screen);
        return ExitCodes.Done;
    }

    private static void ListVerbs(Command command, string called, Screen screen)
    {
        screen.Plain(command.Description ?? "");
        screen.Plain("");
        screen.Plain($"Usage: {called} VERB [options]    ('{called} VERB --help' says more of a verb)");
        screen.Plain("");
        Rows(command.Subcommands.Select(verb => (verb.Name, Short(verb.Description ?? ""))), screen);
        screen.Plain("");
        screen.Plain(command is RootCommand ? "Every verb takes:" : "Every verb of journey takes:");
        Rows(Flags.OfEveryVerb.Select(flag => ($"{flag.Name} {flag.HelpName}".TrimEnd(), flag.Description ?? "")), screen);
    }

    private static void Show(IReadOnlyList<(string Line, string Says)> examples, Screen screen)
    {
        if (examples.Count == 0) return;
        screen.Plain("");
        screen.Plain("Examples:");
        var width = examples.Max(example => example.Line.Length);
        // Beside each other where there is room for all; lines to copy are never wrapped.
        var beside = examples.All(example => 2 + width + 3 + example.Says.Length <= screen.Out.Profile.Width);
        foreach (var (line, says) in examples)
        {
            screen.Plain(beside ? $"  {line.PadRight(width)}   {says}".TrimEnd() : $"  {line}");
            if (!beside) screen.Plain($"      {says}");
        }
    }

    private static void Rows(IEnumerable<(string Name, string Says)> rows, Screen screen)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadRight(0));
        foreach (var (name, says) in rows) grid.AddRow(new Text(name), new Text(says));
        screen.Out.Write(grid);
    }

    // The list says what a verb is for; the rest of its description is its own page's.
    private static string Short(string description)
    {
        var end = description.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? description : description[..(end + 1)];
    }
}
