using System.CommandLine;

namespace JourneyStore.Cli.Verbs.Keys;

/// <summary><c>keys</c>: API keys, stored hashed and shown once.</summary>
internal sealed class KeysVerb : IVerb
{
    public int Place => 30;

    public Command Describe() => new("keys", "Makes, lists and revokes API keys; stored hashed, shown once.")
    {
        KeysCreate.Describe(),
        KeysList.Describe(),
        KeysRevoke.Describe(),
    };
}
