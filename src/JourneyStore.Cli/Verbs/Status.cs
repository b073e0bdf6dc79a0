using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Status;
using JourneyStore.Http.Answers;
using Spectre.Console;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>status</c>: where the store stands.</summary>
internal sealed class Status : IVerb
{
    private const int MostHeld = 1_000;

    public int Place => 90;

    public Command Describe() => new Command(
        "status", "Where the store stands: events, sizes, queue, lag of every view; what is held, parked, undelivered; shadows.") { Flags.Tenant, Flags.Json }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var status = await store.Engine.StatusAsync(run.Stop, run.Get(Flags.Tenant) is null ? null : run.Tenant);
            if (run.Screen.Json) run.Screen.Plain(AnswerText.Of(status));
            else Show(status, await HeldAsync(status, store, run), store.Place, run.Screen.Out);
            return ExitCodes.Done;
        })
        .Example("journey status", "of all tenants, for people")
        .Example("journey status --tenant acme", "what one of them has")
        .Example("journey status --json", "as GET /v1/status answers");

    internal static void Show(StoreStatus status, string? held, string place, IAnsiConsole canvas)
    {
        var dead = status.Reactions.Sum(reaction => reaction.Dead);
        var waiting = status.Projections.Sum(view => view.Parked);
        canvas.Heading("Store");
        canvas.Write(Tables.Facts(
            ("database", $"{place} ({Words.Bytes(status.DatabaseBytes)})"),
            ("events", $"{Words.Count(status.Events)}, newest at position {Words.Count(status.Position)}"),
            ("customers", Words.Count(status.Customers)),
            ("unsettled", status.Unsettled == 0 ? "none: every late event is folded"
                : $"{Words.Count(status.Unsettled, "customer")}, whose late events are being folded"),
            ("queue", status.WaitingEvents == 0
                ? "nothing waits in this process; a server's own queue is in its GET /v1/status"
                : $"{Words.Count(status.WaitingEvents, "event")} wait to be stored"),
            ("held", held ?? "none: every event belongs to a customer"),
            ("conflicts", status.Conflicts == 0 ? "none: every identifier has one customer"
                : $"{Words.Count(status.Conflicts)} identifiers named with another customer: journey conflicts"),
            ("parked", waiting == 0 ? "none: every event is folded" : $"{Words.Count(waiting)} customers or cases wait: journey parked"),
            ("undelivered", dead == 0 ? "none" : $"{Words.Count(dead)} failed for good: journey undelivered"),
            ("shadows", status.Shadows.Count == 0 ? "none"
                : string.Join(", ", status.Shadows.Select(shadow => shadow.View)) +
                    ": built beside, or being rebuilt; journey promote VIEW or journey discard VIEW")));
        canvas.Heading("Views");
        var table = Tables.Plain("=view", "version", "=kept", ">position", ">behind", ">rows", ">parked", "=state");
        foreach (var view in status.Projections)
            table.Row(
                view.Name, view.Version.Replace(",", ", ", StringComparison.Ordinal), view.Freshness, Words.Count(view.Position),
                Words.Count(view.LagEvents), Words.Count(view.Rows), view.Parked == 0 ? "" : Words.Count(view.Parked),
                new ListingCell(view.State, Style.Parse(Tables.Colour(view.State))));
        canvas.Write(table);
        foreach (var view in status.Projections.Where(view => view.Problem is not null))
            canvas.MarkupLineInterpolated($"  [red]{view.Name}[/]: {view.Problem}");
        ShowReactions(status.Reactions, canvas);
        if (status.Parked.Count == 0) return;
        canvas.Heading("Newest parked: journey parked lists all");
        foreach (var parked in status.Parked)
            canvas.MarkupLineInterpolated($"  [yellow]{parked.Projection}[/] {parked.Subject}, {parked.EventType} at {parked.Position}: {parked.Reason}");
    }

    // The reasons of the longest held tell what to do; there is no need to count all.
    private static async Task<string?> HeldAsync(StoreStatus status, Store store, Invocation run)
    {
        if (status.Held == 0) return null;
        var page = await store.Engine.HeldAsync(run.Tenant, MostHeld, null, run.Stop);
        var reasons = page.Events.GroupBy(held => held.Code).OrderByDescending(code => code.Count())
            .Select(code => $"{Words.Count(code.Count())} {code.Key}");
        var first = page.Next is null ? "" : $"; of the first {Words.Count(MostHeld)}";
        if (page.Events.Count == 0) return $"{Words.Count(status.Held)}, not bound to a customer yet: of other tenants";
        var since = $"{first}: {string.Join(", ", reasons)}; the oldest for {Words.For(page.Events[0].RecordedAt, store.Engine.Time.GetUtcNow())}";
        return $"{Words.Count(status.Held)}, not bound to a customer yet{since}: journey held";
    }

    private static void ShowReactions(IReadOnlyList<ReactionStatus> reactions, IAnsiConsole canvas)
    {
        foreach (var reaction in reactions.Where(one => one.Active || one.Waiting + one.Dead > 0))
        {
            var here = reaction.Active ? "" : "; no address is set in this process";
            canvas.MarkupLineInterpolated($"  reaction {reaction.Name}: {Words.Count(reaction.Waiting)} waiting, {Words.Count(reaction.Dead)} failed for good{here}");
            if (reaction.Reason is not null) canvas.MarkupLineInterpolated($"    [yellow]{reaction.Reason}[/]");
            if (reaction.Dead > 0) canvas.MarkupLineInterpolated($"    journey undelivered {reaction.Name} lists them");
        }
    }
}
