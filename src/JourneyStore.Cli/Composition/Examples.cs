using System.CommandLine;
using System.Runtime.CompilerServices;

namespace JourneyStore.Cli.Composition;

/// <summary>How a command is used: lines to copy, which its help shows.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, List<(string Line, string Says)>> Given = [];

    /// <summary>Adds a line to copy and what it does.</summary>
    public static Command Example(this Command command, string line, string says)
    {
        Given.GetOrCreateValue(command).Add((line, says));
        return command;
    }

    /// <summary>The lines of a command.</summary>
    public static IReadOnlyList<(string Line, string Says)> Of(Command command) => Given.TryGetValue(command, out var lines) ? lines : [];
}
