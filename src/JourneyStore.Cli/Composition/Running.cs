using System.CommandLine;
using JourneyStore.Cli.Screens;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Cli.Composition;

/// <summary>Gives a command its body, with one way to end for all verbs: an exit code, and one clear line when something is wrong.</summary>
internal static class Running
{
    /// <summary>Sets what the command does.</summary>
    /// <param name="command">The command.</param>
    /// <param name="body">Answers with the exit code.</param>
    /// <param name="chatty">True for a verb that runs long and is watched through its log.</param>
    public static Command Runs(this Command command, Func<Invocation, Task<int>> body, bool chatty = false)
    {
        command.SetAction((parsed, stop) => RunAsync(parsed, body, chatty, stop));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<Invocation, Task<int>> body, bool chatty, CancellationToken stop)
    {
        var around = (Surroundings)parsed.InvocationConfiguration;
        var screen = new Screen(around, json: parsed.GetResult(Flags.Json) is { Implicit: false } && parsed.GetValue(Flags.Json));
        try
        {
            var settings = Settings.Read(parsed).In(around.Application);
            var least = chatty ? LogLevel.Information : LogLevel.Warning;
            using var logs = Composition.Logs.Create(settings, around, parsed.GetValue(Flags.JsonLogs), least);
            await using var telemetry = Telemetry.Start(settings);
            return await body(new Invocation(parsed, around, logs, settings, screen, stop));
        }
        catch (Exception problem)
        {
            return Failure.Say(problem, screen, stop);
        }
    }
}
