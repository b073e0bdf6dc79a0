using System.CommandLine;
using System.Globalization;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Intake;
using JourneyStore.Hosting;
using JourneyStore.Reactions;
using Microsoft.Extensions.Configuration;

namespace JourneyStore.Cli.Composition;

/// <summary>The settings of a run, in the usual .NET order: appsettings.json, then the environment, then flags.</summary>
/// <param name="Database">Connection string of an existing PostgreSQL; null: the embedded server.</param>
/// <param name="DataFolder">Folder of the embedded server's data; null: the user's data folder.</param>
/// <param name="Urls">Addresses to listen on.</param>
/// <param name="OtlpEndpoint">Where traces and metrics go; null: nowhere.</param>
/// <param name="Intake">How much waits for the database, and how long.</param>
/// <param name="Webhook">Where, what and how signed the webhook posts.</param>
/// <param name="Identity">The rules by which identifiers name customers.</param>
/// <param name="All">Everything, for the parts that read their own sections (<c>Logging</c>, <c>Kestrel</c>).</param>
internal sealed record Settings(
    string? Database, string? DataFolder, IReadOnlyList<string> Urls, string? OtlpEndpoint, IntakeOptions Intake, WebhookOptions Webhook,
    IdentityRules Identity, IConfiguration All)
{
    public const string DatabaseName = "JOURNEYSTORE_DB";
    public const string DataFolderName = "JOURNEYSTORE_DATA";
    public const string UrlsName = "JOURNEYSTORE_URLS";
    public const string OtlpEndpointName = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string QueueEventsName = "JOURNEYSTORE_QUEUE_EVENTS";
    public const string QueueSecondsName = "JOURNEYSTORE_QUEUE_SECONDS";
    public const string WebhookUrlName = "JOURNEYSTORE_WEBHOOK_URL";
    public const string WebhookTypesName = "JOURNEYSTORE_WEBHOOK_TYPES";
    public const string WebhookSecretName = "JOURNEYSTORE_WEBHOOK_SECRET";
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>Reads the files beside the executable and in the current folder, the environment and the flags.</summary>
    public static Settings Read(ParseResult parsed) => From(new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddJsonFile(Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .AddInMemoryCollection(FromFlags(parsed))
        .Build());

    /// <summary>Picks our settings out of a configuration; an empty value counts as none.</summary>
    public static Settings From(IConfiguration all) => new(
        Text(all, DatabaseName),
        Text(all, DataFolderName),
        (Text(all, UrlsName) ?? DefaultUrls).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        Text(all, OtlpEndpointName),
        new IntakeOptions
        {
            MaxWaitingEvents = (int)Number(all, QueueEventsName, 20_000, 1, 1_000_000),
            MaxWait = TimeSpan.FromSeconds(Number(all, QueueSecondsName, 10, 1, 3_600)),
        },
        WebhookOf(all),
        JourneyOptions.IdentityOf(all),
        all);

    private static WebhookOptions WebhookOf(IConfiguration all)
    {
        if (Text(all, WebhookUrlName) is not { } written) return new WebhookOptions();
        // The address may hold a secret, so it is not repeated.
        if (!Uri.TryCreate(written, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException($"{WebhookUrlName} is an address such as https://hooks.example.org/journeys; what it holds is none with http or https.");
        var options = new WebhookOptions
        {
            Address = address,
            Types = (Text(all, WebhookTypesName) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Secret = Text(all, WebhookSecretName),
        };
        return options.Problem is { } problem ? throw new UsageException($"{WebhookSecretName}: {problem}") : options;
    }

    private static long Number(IConfiguration all, string name, long otherwise, long least, long most)
    {
        if (Text(all, name) is not { } text) return otherwise;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{name} is an integer from {least} to {most}, found '{text}'.");
    }

    private static Dictionary<string, string?> FromFlags(ParseResult parsed)
    {
        var given = new Dictionary<string, string?>();
        foreach (var (flag, name) in new[] { (Flags.Database, DatabaseName), (Flags.Data, DataFolderName), (Flags.Urls, UrlsName) })
            if (parsed.GetResult(flag) is { Implicit: false }) given[name] = parsed.GetValue(flag);
        return given;
    }

    private static string? Text(IConfiguration all, string name) => string.IsNullOrWhiteSpace(all[name]) ? null : all[name];
}
