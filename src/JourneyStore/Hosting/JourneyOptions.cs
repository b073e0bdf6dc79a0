using System.Reflection;
using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Reactions;
using JourneyStore.Events;
using JourneyStore.Reactions;
using Microsoft.Extensions.Configuration;

namespace JourneyStore.Hosting;

/// <summary>What an application says of its store.</summary>
public sealed class JourneyOptions
{
    /// <summary>The setting that names the database where the application does not: an Npgsql connection string.</summary>
    public const string DatabaseName = "JOURNEYSTORE_DB";

    /// <summary>The setting that names a file of identity rules (<see cref="IdentityRules"/>).</summary>
    public const string IdentityName = "JOURNEYSTORE_IDENTITY";

    /// <summary>The setting that says the country of telephone numbers without one (<see cref="IdentityRules.PhoneRegion"/>).</summary>
    public const string PhoneRegionName = "JOURNEYSTORE_PHONE_REGION";

    private readonly List<Assembly> assemblies = [];

    /// <summary>
    /// Connection string of the PostgreSQL database. Null, the default: what the setting <see cref="DatabaseName"/> says, or the embedded server where the
    /// application is run by its command line. May be set until the host starts.
    /// </summary>
    public string? Connection { get; set; }

    /// <summary>How the engine runs. Its <see cref="EngineOptions.Identity"/>, where it is null, is what the settings say.</summary>
    public EngineOptions Engine { get; set; } = new();

    /// <summary>How handlers of stored events are run.</summary>
    public ReactionOptions Reactions { get; set; } = new();

    /// <summary>Where the webhook posts. Default: nowhere.</summary>
    public WebhookOptions Webhook { get; set; } = new();

    /// <summary>No keys are asked by the HTTP routes, which then answer this machine only. Default false; <c>serve --dev</c> sets it.</summary>
    public bool Dev { get; set; }

    /// <summary>Where the application's rooms are.</summary>
    public IReadOnlyList<Assembly> Assemblies => assemblies;

    /// <summary>Adds the event types, views, signals, policies and handlers of an assembly to the library's own.</summary>
    /// <param name="assembly">The assembly; the first one given is also where Wolverine looks for handlers.</param>
    public JourneyOptions Add(Assembly assembly)
    {
        if (!assemblies.Contains(assembly)) assemblies.Add(assembly);
        return this;
    }

    /// <summary>The rules by which identifiers name customers, as settings say them; without any, the built-in ones.</summary>
    /// <param name="settings">The settings; null: there are none.</param>
    /// <exception cref="StoreException">Code <c>bad-identity-rules</c>: the file or the region cannot be used.</exception>
    public static IdentityRules IdentityOf(IConfiguration? settings)
    {
        var (file, region) = (Padding.Strip(settings?[IdentityName]), Padding.Strip(settings?[PhoneRegionName]));
        if (region is not null && !IdentifierForm.IsRegion(region))
            throw new StoreException(
                "bad-identity-rules", $"{PhoneRegionName} is a region, two capital letters of ISO 3166 such as DE; found '{region}'.");
        return file is null ? IdentityRules.Default.InRegion(region) : IdentityRules.ReadFile(file, region);
    }

    /// <summary>How the engine runs, settings included.</summary>
    /// <exception cref="StoreException">Code <c>bad-identity-rules</c>.</exception>
    internal EngineOptions Running(IConfiguration? settings) => Engine.Identity is null ? Engine with { Identity = IdentityOf(settings) } : Engine;

    /// <summary>The database, wherever it is said.</summary>
    /// <exception cref="StoreException">Code <c>no-database</c>: nowhere.</exception>
    internal string Reached(IConfiguration? settings)
    {
        var said = Connection ?? settings?[DatabaseName];
        return string.IsNullOrWhiteSpace(said)
            ? throw new StoreException(
                "no-database",
                $"A PostgreSQL database was expected, and none is named. Set {nameof(JourneyOptions)}.{nameof(Connection)} or {DatabaseName}, "
                + "or start the application by RunJourneyAsync, which has a server of its own.")
            : said;
    }
}
