using System.CommandLine;
using System.CommandLine.Parsing;
using JourneyStore.Cli.Answers;
using JourneyStore.Cli.Composition;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Intake;

namespace JourneyStore.Cli.Verbs.Keys;

/// <summary><c>keys create</c>.</summary>
internal static class KeysCreate
{
    private static readonly Option<string> Name = new("--name") { Description = "What the key is for.", HelpName = "NAME", Required = true };

    private static readonly Option<Scopes> Allowed = new("--scopes")
    {
        Description = "What it may do: ingest, read, decide, admin; separated by commas.",
        HelpName = "SCOPES",
        Required = true,
        CustomParser = ReadScopes,
    };

    public static Command Describe() => new Command(
        "create",
        "Makes a key and shows its secret, this once.")
        {
            Name, Allowed, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var made = await store.Engine.Keys.CreateAsync(run.Get(Name)!, run.Get(Allowed), run.Tenant, run.Stop);
            if (run.Screen.Json)
            {
                run.Screen.Document(new { key = made.Secret, made.Key.Id, made.Key.Name, 
                    tenant = TenantName.Said(made.Key.Tenant), scopes = KeyAnswer.Words(made.Key.Scopes),
                    made.Key.CreatedAt });
                return ExitCodes.Done;
            }
            var scopes = string.Join(", ", KeyAnswer.Words(made.Key.Scopes));
            run.Screen.Plain($"Key {made.Key.Id}, \"{made.Key.Name}\", may {scopes}{OfTenant(made.Key.Tenant)}.");
            run.Screen.Plain("");
            run.Screen.Plain($"  {made.Secret}");
            run.Screen.Plain("");
            run.Screen.Plain("Keep it now: only its hash is stored. Send it as  Authorization: Bearer KEY");
            return ExitCodes.Done;
        })
        .Example("journey keys create --name helpdesk --scopes ingest", "for a system that sends events")
        .Example("journey keys create --name workflow --scopes read,decide --tenant acme", "for one that asks, about tenant acme");

    // A store that has one tenant has no need of its name.
    private static string OfTenant(string tenant) => tenant == Tenants.Default ? "" : $" for tenant {tenant}";

    private static Scopes ReadScopes(ArgumentResult result)
    {
        var scopes = Scopes.None;
        foreach (var word in result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Enum.TryParse<Scopes>(word, ignoreCase: true, out var scope) && Enum.IsDefined(scope) && scope != Scopes.None
                && !char.IsAsciiDigit(word[0])) scopes |= scope;
            else result.AddError($"No scope '{word}'. Scopes: ingest, read, decide, admin.");
        }
        if (scopes == Scopes.None) result.AddError("At least one scope: ingest, read, decide, admin.");
        return scopes;
    }
}
