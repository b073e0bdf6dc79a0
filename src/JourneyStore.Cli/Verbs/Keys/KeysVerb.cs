using System.CommandLine;
using JourneyStore.Cli.Composition;

namespace JourneyStore.Cli.Verbs.Keys;

/// <summary><c>keys</c>: API keys, stored hashed and shown once.</summary>
internal sealed class KeysVerb : IVerb
{
    public int Place => 30;

    public Command Describe() => new Command("keys", "Makes, lists and revokes API keys; stored hashed, shown once.")
    {
        KeysCreate.Describe(),
        KeysList.Describe(),
        KeysRevoke.Describe(),
    }
    .Example("journey keys create --name helpdesk --scopes ingest", "for a system that sends events")
    .Example("journey keys list", "the keys that there are");
}
