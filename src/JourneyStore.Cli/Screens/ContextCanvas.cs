using System.Text.Json;
using JourneyStore.Engine.Reading;
using JourneyStore.Events.Orders;
using JourneyStore.Views;
using Spectre.Console;

namespace JourneyStore.Cli.Screens;

/// <summary>A customer's context as a service manager likes to read it.</summary>
internal static class ContextCanvas
{
    private const int IdentifiersShown = 8;

    /// <summary>Shows it.</summary>
    /// <param name="context">The context.</param>
    /// <param name="cases">The case of an event by its position, where it is known.</param>
    /// <param name="canvas">Where to.</param>
    public static void Show(CustomerContext context, IReadOnlyDictionary<long, string> cases, IAnsiConsole canvas)
    {
        var profile = context.View<CustomerProfile>("profile");
        canvas.Heading(profile?.Name ?? context.Identifiers.Select(one => one.Value).FirstOrDefault() ?? context.Customer);
        canvas.Write(Tables.Facts(
            ("customer", context.Customer),
            ("known as", Identifiers(context)),
            ("account", profile is null or { Account.Count: 0 } ? null : string.Join(", ", profile.Account)),
            ("value", profile is null ? null : Value(profile, context.AsOf)),
            ("journey", profile is null ? null : Journey(profile, context)),
            ("last contact", profile is null ? null : LastContact(profile, context.AsOf)),
            ("as of", $"{Words.Minute(context.AsOf)} UTC, position {Words.Count(context.Position)}"),
            ("unsettled", context.Unsettled is { } since ? $"since {Words.Minute(since)} UTC: what came late is being folded" : null)));
        if (profile is not null) CasesCanvas.Show(profile.Cases, context.AsOf, canvas);
        canvas.Heading("Signals");
        SignalsCanvas.Show(context.Signals, cases, canvas);
        if (profile is { Promises.Open.Count: > 0 }) CasesCanvas.Show(profile.Promises, context.AsOf, canvas);
        foreach (var (name, row) in context.Views.Where(view => view.Value is not CustomerProfile)) ShowOwn(name, context.Shown(name) ?? row, canvas);
    }

    // Of an application's own view nobody here knows what its members mean.
    private static void ShowOwn(string name, object row, IAnsiConsole canvas)
    {
        canvas.Heading(name);
        foreach (var line in JsonSerializer.Serialize(row, row.GetType(), JsonShape.Indented).Split('\n')) canvas.WriteLine($"  {line}");
    }

    private static string Identifiers(CustomerContext context)
    {
        var shown = string.Join("  ", context.Identifiers.Take(IdentifiersShown));
        return context.Identifiers.Count > IdentifiersShown ? $"{shown}  and {context.Identifiers.Count - IdentifiersShown} more" : shown;
    }

    private static string Value(CustomerProfile profile, DateTimeOffset asOf)
    {
        var tier = profile.ValueTier == ValueTier.Unknown ? "unknown" : profile.ValueTier.ToString().ToLowerInvariant();
        var spend = profile.Value.YearlySpend(asOf);
        return string.Join(", ",
            new[] { tier, profile.Segment, spend > 0 ? $"about {Words.Count((long)spend)} EUR in a year" : null }.OfType<string>());
    }

    private static string Journey(CustomerProfile profile, CustomerContext context) => profile.FirstSeen is { } first
        ? $"{Words.Count(profile.Events, "event")} since {Words.Date(first)}; {Words.Count(profile.Cases.Opened, "case")}, {Words.Count(profile.Cases.OpenCount)} open"
        : Words.Count(context.Version, "event");

    private static string? LastContact(CustomerProfile profile, DateTimeOffset asOf)
    {
        var parts = new List<string>(3);
        if (profile.LastInboundAt is { } came) parts.Add($"came to us {Words.Ago(came, asOf)}");
        if (profile.LastOutboundAt is { } wrote) parts.Add($"we wrote {Words.Ago(wrote, asOf)}");
        if (profile.LastRating is { } rating)
            parts.Add($"rated us {Words.Value(rating.Score)} of {Words.Value(rating.Scale)} {Words.Ago(rating.OccurredAt, asOf)}");
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }
}
