using System.CommandLine;
using JourneyStore.Cli.Answers;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;

namespace JourneyStore.Cli.Verbs.Keys;

/// <summary><c>keys list</c>.</summary>
internal static class KeysList
{
    public static Command Describe() => new Command("list", "All keys, newest first; never their secrets.") { Flags.Json }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var keys = await store.Engine.Keys.ListAsync(run.Stop);
            if (run.Screen.Json)
            {
                run.Screen.Document(keys.Select(KeyAnswer.Of));
                return ExitCodes.Done;
            }
            if (keys.Count == 0)
            {
                run.Screen.Plain("No keys yet. Make one:  journey keys create --name NAME --scopes ingest,read,decide");
                return ExitCodes.Done;
            }
            var table = Tables.Plain("=id", "name", "=tenant", "scopes", "made", "revoked");
            foreach (var key in keys)
                table.Row(key.Id, key.Name, TenantName.Said(key.Tenant), string.Join(' ', KeyAnswer.Words(key.Scopes)), Words.Minute(key.CreatedAt),
                    key.RevokedAt is { } at ? Words.Minute(at) : "");
            run.Screen.Out.Write(table);
            return ExitCodes.Done;
        })
        .Example("journey keys list", "for people")
        .Example("journey keys list --json", "for programs");
}
