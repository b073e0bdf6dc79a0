using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using JourneyStore.Cli.Screens;
using JourneyStore.Cli.Verbs;

namespace JourneyStore.Cli.Composition;

/// <summary>From arguments to an exit code.</summary>
internal static class CommandLine
{
    /// <summary>The command with every verb of this assembly, or, where the arguments begin with a verb's name, with this one: to describe all takes
    /// longer than some need to run.</summary>
    /// <param name="args">As the process got them.</param>
    public static RootCommand Root(params string[] args)
    {
        var root = new RootCommand("JourneyStore: the customer-journey backbone. Events in, experience out, decisions with reasons.");
        foreach (var flag in Flags.OfEveryVerb) root.Add(flag);
        if (Named(args.FirstOrDefault()) is { } named) root.Add(named);
        else foreach (var verb in Verbs()) root.Add(verb.Describe());
        var asked = root.Options.OfType<HelpOption>().Single();
        var help = new Help((HelpAction)asked.Action!);
        asked.Action = help;
        WithoutVerb(root, help);
        return root;
    }

    /// <summary>Reads the arguments and runs the verb.</summary>
    /// <param name="args">As the process got them.</param>
    /// <param name="around">The process's surroundings.</param>
    /// <param name="stop">Asks the verb to stop in order.</param>
    public static async Task<int> RunAsync(string[] args, Surroundings around, CancellationToken stop)
    {
        // As people know it from other programs: 'journey help', 'journey help rebuild'.
        if (args is ["help", .. var verb]) args = [.. verb, "--help"];
        var parsed = Root(args).Parse(args);
        if (parsed.Action is not Help && Misuse.Of(parsed) is { Count: > 0 } problems) return SayUsage(problems, parsed, around);
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

    private static IEnumerable<IVerb> Verbs() => Types().Select(Make).OrderBy(verb => verb.Place);

    /// <summary>A verb's class bears its name, alone or with "Verb" behind it.</summary>
    private static Command? Named(string? word)
    {
        var type = word is null ? null : Types().FirstOrDefault(type => Is(type.Name, word) || Is(type.Name, word + "Verb"));
        return type is not null && Make(type).Describe() is var command && command.Name == word ? command : null;

        static bool Is(string name, string word) => name.Equals(word, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<Type> Types() => Assembly.GetExecutingAssembly().GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IVerb)) && type is { IsAbstract: false, IsInterface: false });

    private static IVerb Make(Type verb) => (IVerb)Activator.CreateInstance(verb, nonPublic: true)!;

    // Who names no verb is shown which there are.
    private static void WithoutVerb(Command command, Help help)
    {
        if (command.Subcommands.Count == 0) return;
        command.Action = help;
        foreach (var verb in command.Subcommands) WithoutVerb(verb, help);
    }

    private static int SayUsage(IReadOnlyList<string> problems, ParseResult parsed, Surroundings around)
    {
        foreach (var problem in problems) around.Error.WriteLine($"error wrong-usage: {problem}");
        around.Error.WriteLine($"See: {Misuse.Name(parsed)} --help");
        return ExitCodes.WrongUsage;
    }
}
