using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using JourneyStore.Engine.Reading;

namespace JourneyStore.Cli.Composition;

/// <summary>Flags and arguments that several verbs share, so that they read the same everywhere.</summary>
internal static class Flags
{
    public static readonly Option<string?> Database = new("--db")
    {
        Description = "Connection string of an existing PostgreSQL, 14 or newer [JOURNEYSTORE_DB]. Without it: the embedded server.",
        HelpName = "CONNECTION",
        Recursive = true,
    };

    public static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder of the embedded server's data [JOURNEYSTORE_DATA].",
        HelpName = "FOLDER",
        Recursive = true,
    };

    public static readonly Option<bool> JsonLogs = new("--log-json")
    {
        Description = "Log lines as JSON on a terminal too (they are JSON whenever stderr is piped).",
        Recursive = true,
    };

    public static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Addresses to listen on, separated by ';' [JOURNEYSTORE_URLS]. Default http://127.0.0.1:5080.",
        HelpName = "URLS",
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Answer with one JSON document on stdout; progress goes to stderr." };

    public static readonly Option<string?> Tenant = new("--tenant")
    {
        Description = "The tenant; a store that has only one needs none named.",
        HelpName = "TENANT",
    };

    public static readonly Option<DateTimeOffset?> AsOf = Moment("--as-of", "As things were at this moment: later events are left out.");

    /// <summary>The flags that every verb takes.</summary>
    public static IEnumerable<Option> OfEveryVerb => [Database, Data, JsonLogs];

    /// <summary>A customer on the command line.</summary>
    public static Argument<CustomerRef> Customer() =>
        Customer("REF", "The customer: type:value (email:ann@example.org), or our own customer id.");

    /// <summary>One of several customers on the command line.</summary>
    public static Argument<CustomerRef> Customer(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = ReadCustomer,
    };

    /// <summary>A flag that names a customer.</summary>
    public static Option<CustomerRef?> CustomerOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "REF",
        CustomParser = result => ReadCustomer(result),
    };

    /// <summary>A flag with a moment: ISO 8601, UTC unless an offset is given; a date alone is its midnight.</summary>
    public static Option<DateTimeOffset?> Moment(string name, string description) => new(name)
    {
        Description = description + " ISO 8601, UTC unless an offset is given.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)) return moment;
            result.AddError($"{name} takes a moment such as 2026-05-02 or 2026-05-02T13:30:00Z, found '{text}'.");
            return null;
        },
    };

    /// <summary>A flag with a count inside bounds.</summary>
    public static Option<int> Count(string name, string description, int otherwise, int most)
    {
        var option = new Option<int>(name)
        {
            Description = $"{description} 1 to {most:N0}, default {otherwise:N0}.",
            HelpName = "N",
            DefaultValueFactory = _ => otherwise,
        };
        option.Validators.Add(result =>
        {
            // Text that is no number is the parser's to refuse.
            if (result.Tokens is [var given, ..] && int.TryParse(given.Value, CultureInfo.InvariantCulture, out var count)
                && (count < 1 || count > most))
                result.AddError($"{name} must be from 1 to {most}, found {count}.");
        });
        return option;
    }

    private static CustomerRef ReadCustomer(ArgumentResult result)
    {
        if (!CustomerRef.TryParse(result.Tokens[0].Value, out var customer, out var problem))
            result.AddError($"Not a customer reference: {problem}.");
        return customer;
    }
}
