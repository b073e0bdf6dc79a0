using System.CommandLine;
using JasperFx;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Operating;
using JourneyStore.Cli.Screens;
using JourneyStore.Cli.Serving;
using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reactions;
using JourneyStore.Reactions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>ops COMMAND …</c>: Marten's and Wolverine's own commands on the store. Nothing of ours is started, and no schema is changed but by the
/// command.</summary>
internal sealed class Ops : IVerb
{
    private static readonly Argument<string[]> Given = new("COMMAND")
    {
        Description = "db-assert, db-patch FILE, db-apply, db-dump FILE, db-list, storage, projections list, describe, help; its own options stand behind --.",
        Arity = ArgumentArity.OneOrMore,
    };

    public int Place => 190;

    public Command Describe() => new Command("ops", "Marten's and Wolverine's own commands on the same store: schema, message storage, projections.") { Given, Flags.Json }
        .Runs(RunAsync)
        .Example("journey ops db-assert", "whether the schema is as this version has it; changes nothing")
        .Example("journey ops db-patch schema.sql", "the script for those who let nobody else change their schema")
        .Example("journey ops -- db-patch schema.sql --transactional-script", "options of the command itself");

    private static async Task<int> RunAsync(Invocation run)
    {
        var command = run.Get(Given)!;
        if (command is ["projections", not "list", ..])
            throw new StoreException(
                "not-by-marten", "Marten's own rebuild would take the rows away that are in use: journey rebuild builds beside them. Only 'projections list' is for here.");
        await using var store = await run.FindAsync(new EngineOptions { RunProjections = false });
        await store.ReachAsync();
        var webhook = new Webhook(run.Settings.Webhook, run.Time);
        var reactions = new ReactionSet(store.Engine.Inventory, [webhook], new ReactionOptions());
        await using var host = new Hosted(ReactionServer.Build(
            store.Engine, reactions,
            services =>
            {
                services.AddSingleton(run.Logs);
                services.AddSingleton<IHostLifetime, EndedByUs>();
                services.AddSingleton(webhook);
            },
            ServedReactions.Configure));
        return command switch
        {
            ["db-assert"] => Assert(await Schema.LookAsync(store.Engine.Documents, host.Host.Services, reactions.Active.Count > 0, run.Stop), run.Screen),
            ["db-patch", var file] =>
                await PatchAsync(await Schema.LookAsync(store.Engine.Documents, host.Host.Services, reactions.Active.Count > 0, run.Stop), file, run),
            _ => await host.Host.RunJasperFxCommands(command),
        };
    }

    private static int Assert(Schema schema, Screen screen)
    {
        if (screen.Json) screen.Document(new { clean = schema.IsClean, parts = schema.Parts });
        else
        {
            foreach (var part in schema.Parts)
            {
                screen.Plain($"{part.Of}  {(part.Differences.Count == 0 ? "as this version has it" : "differs:")}");
                foreach (var difference in part.Differences) screen.Plain($"  {difference.Object}  {difference.Is}");
            }
            if (!schema.IsClean) screen.Plain("Whoever may change the schema: journey ops db-apply. For somebody else to look at and run: journey ops db-patch FILE.");
        }
        return schema.IsClean ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<int> PatchAsync(Schema schema, string file, Invocation run)
    {
        IReadOnlyList<string> files = schema.IsClean ? [] : await schema.WriteAsync(file, run.Stop);
        if (run.Screen.Json) run.Screen.Document(new { clean = schema.IsClean, files });
        else run.Screen.Plain(schema.IsClean ? "Nothing to write: the schema is as this version has it." : $"Written: {string.Join(", and what takes it back: ", files)}");
        return ExitCodes.Done;
    }

    /// <summary>The host is asynchronously disposed of, though a command may have done it before.</summary>
    private sealed record Hosted(IHost Host) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Host is IAsyncDisposable disposable ? disposable.DisposeAsync() : default;
    }
}
