using System.CommandLine;
using System.CommandLine.Parsing;

namespace JourneyStore.Cli.Composition;

/// <summary>What is wrong with a command line, in sentences that say what to type instead.</summary>
internal static class Misuse
{
    /// <summary>The sentences; empty: nothing is wrong.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var strangers = parsed.UnmatchedTokens.Concat(FlagsTakenForArguments(parsed)).Distinct().ToList();
        // A word in the wrong place makes others look wrong as well; the word itself is what helps.
        if (strangers.Count > 0) return [.. strangers.Take(1).Select(word => NotKnown(word, parsed.CommandResult.Command, Name(parsed)))];
        var missing = Missing(parsed.CommandResult).Select(argument => $"'{Name(parsed)}' needs {argument.Name}. {argument.Description}").ToList();
        return missing.Count > 0 ? missing : [.. parsed.Errors.Select(Said).Distinct()];
    }

    // The parser's own sentence names .NET's types.
    private static string Said(ParseError error) => error.SymbolResult is OptionResult { Option: { } option, Tokens: [var given, ..] }
        && error.Message.Contains("'System.", StringComparison.Ordinal)
            ? $"{option.Name} takes {(option.ValueType == typeof(bool) ? "no value, or true or false" : "a whole number")}, found '{given.Value}'."
            : error.Message;

    /// <summary>The command as it was called: <c>journey keys create</c>.</summary>
    public static string Name(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as CommandResult)
            names.Push(at.Command is RootCommand ? "journey" : at.Command.Name);
        return string.Join(' ', names);
    }

    private static IEnumerable<Argument> Missing(CommandResult called) => called.Command.Arguments.Where(
        argument => argument.Arity.MinimumNumberOfValues > 0 && called.GetResult(argument) is null or { Tokens.Count: 0 });

    // An argument that may be left out or repeated swallows a mistyped flag. Behind "--" it may begin with anything.
    private static IEnumerable<string> FlagsTakenForArguments(ParseResult parsed) =>
        parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash) ? []
            : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
                .Where(word => word.StartsWith("--", StringComparison.Ordinal));

    private static string NotKnown(string word, Command command, string called)
    {
        if (word.StartsWith('-'))
            return Sentence($"'{called}' has no option '{word}'.", Similar.To(word, Options(command)));
        if (command.Subcommands.Count > 0)
            return Sentence(
                $"There is no verb '{word}'{(command is RootCommand ? "" : $" of '{called}'")}.",
                Similar.To(word, command.Subcommands.Select(verb => verb.Name)));
        return command.Arguments.Count == 0
            ? $"'{called}' takes no argument, found '{word}'."
            : $"'{called}' does not take a further argument, found '{word}'.";
    }

    private static string Sentence(string what, string? meant) => meant is null ? what : $"{what} Did you mean '{meant}'?";

    private static IEnumerable<string> Options(Command command) =>
        command.Options.Concat(Flags.OfEveryVerb).SelectMany(option => option.Aliases.Prepend(option.Name));
}
