using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Engine.Errors;

namespace JourneyStore.Cli.Verbs.Keys;

/// <summary><c>keys revoke ID</c>.</summary>
internal static class KeysRevoke
{
    private static readonly Argument<string> Id = new("ID") { Description = "The key's id, as 'keys list' shows it." };

    public static Command Describe() => new Command("revoke", "Revokes a key; servers stop accepting it within 5 seconds.") { Id, Flags.Json }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var id = run.Get(Id)!;
            if (!await store.Engine.Keys.RevokeAsync(id, run.Stop))
                throw new NotFoundException("unknown-key", $"There is no key with the id '{id}'. 'journey keys list' shows them.");
            if (run.Screen.Json) run.Screen.Document(new { id, revoked = true });
            else run.Screen.Plain($"Key {id} is revoked.");
            return ExitCodes.Done;
        })
        .Example("journey keys revoke da6df35b26b1", "the id is in 'journey keys list'");
}
