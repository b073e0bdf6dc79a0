using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using JourneyStore.Cli.Screens;
using JourneyStore.Cli.Verbs;

namespace JourneyStore.Cli.Composition;

/// <summary>From arguments to an exit code.</summary>
internal static class CommandLine
{
    /// <summary>The command with every verb of this assembly.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("JourneyStore: the customer-journey backbone. Events in, experience out, decisions with reasons.");
        foreach (var flag in Flags.OfEveryVerb) root.Add(flag);
        foreach (var verb in Verbs()) root.Add(verb.Describe());
        return root;
    }

    /// <summary>Reads the arguments and runs the verb.</summary>
    /// <param name="args">As the process got them.</param>
    /// <param name="around">The process's surroundings.</param>
    /// <param name="stop">Asks the verb to stop in order.</param>
    public static async Task<int> RunAsync(string[] args, Surroundings around, CancellationToken stop)
    {
        var parsed = Root().Parse(args);
        if (parsed.Action is null or ParseErrorAction) return SayUsage(parsed, around);
        try
        {
            return await parsed.InvokeAsync(around, stop);
        }
        catch (Exception problem)
        {
            // What a verb does has its own guard; this one is for what comes before.
            return Failure.Say(problem, new Screen(around, json: false), stop);
        }
    }

    private static IEnumerable<IVerb> Verbs() => Assembly.GetExecutingAssembly().GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IVerb)) && type is { IsAbstract: false, IsInterface: false })
        .Select(type => (IVerb)Activator.CreateInstance(type, nonPublic: true)!)
        .OrderBy(verb => verb.Place);

    private static int SayUsage(ParseResult parsed, Surroundings around)
    {
        var problems = parsed.Errors.Select(error => error.Message).Distinct().ToList();
        // A mistyped verb is also a missing one; the mistyped word is what helps.
        if (problems.Count > 1) problems.RemoveAll(problem => problem.StartsWith("Required command", StringComparison.Ordinal));
        foreach (var problem in problems) around.Error.WriteLine($"error wrong-usage: {problem}");
        around.Error.WriteLine($"See: {Path(parsed)} --help");
        return ExitCodes.WrongUsage;
    }

    private static string Path(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(at.Command is RootCommand ? "journey" : at.Command.Name);
        return string.Join(' ', names);
    }
}
