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
    public int Place => 90;

    public Command Describe() => new Command("status", "Positions, lag of every projection, queues, held events, sizes.") { Flags.Json }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var status = await store.Engine.StatusAsync(run.Stop);
            if (run.Screen.Json) run.Screen.Plain(AnswerText.Of(status));
            else Show(status, store.Place, run.Screen.Out);
            return ExitCodes.Done;
        });

    internal static void Show(StoreStatus status, string place, IAnsiConsole canvas)
    {
        canvas.Heading("Store");
        canvas.Write(Tables.Facts(
            ("database", $"{place} ({Words.Bytes(status.DatabaseBytes)})"),
            ("position", Words.Count(status.Position)),
            ("events", Words.Count(status.Events)),
            ("customers", Words.Count(status.Customers)),
            ("unsettled", status.Unsettled == 0 ? "none" : $"{Words.Count(status.Unsettled, "customer")}, whose late events are being folded"),
            ("held", status.Held == 0 ? "none" : $"{Words.Count(status.Held)}, not yet bound to a customer: GET /v1/held says why")));
        canvas.Heading("Views");
        var table = Tables.Plain("view", "version", "kept", ">position", ">behind", ">rows", ">parked", "state");
        foreach (var view in status.Projections)
            table.AddRow(
                new Text(view.Name), new Text(Words.Cut(view.Version, 16)), new Text(view.Freshness), new Text(Words.Count(view.Position)),
                new Text(Words.Count(view.LagEvents)), new Text(Words.Count(view.Rows)), new Text(view.Parked == 0 ? "" : Words.Count(view.Parked)),
                new Markup($"[{Tables.Colour(view.State)}]{Markup.Escape(view.State)}[/]"));
        canvas.Write(table);
        foreach (var view in status.Projections.Where(view => view.Problem is not null))
            canvas.MarkupLineInterpolated($"  [red]{view.Name}[/]: {view.Problem}");
        ShowReactions(status.Reactions, canvas);
        if (status.Parked.Count == 0) return;
        canvas.Heading("Newest parked: journey parked lists all");
        foreach (var parked in status.Parked)
            canvas.MarkupLineInterpolated($"  [yellow]{parked.Projection}[/] {parked.Subject}, {parked.EventType} at {parked.Position}: {parked.Reason}");
    }

    private static void ShowReactions(IReadOnlyList<ReactionStatus> reactions, IAnsiConsole canvas)
    {
        foreach (var reaction in reactions.Where(one => one.Active || one.Waiting + one.Dead > 0))
        {
            canvas.MarkupLineInterpolated($"  reaction {reaction.Name}: {Words.Count(reaction.Waiting)} waiting, {Words.Count(reaction.Dead)} failed for good");
            if (reaction.Reason is not null) canvas.MarkupLineInterpolated($"    [yellow]{reaction.Reason}[/]");
            if (reaction.Dead > 0) canvas.MarkupLineInterpolated($"    journey undelivered {reaction.Name} lists them");
        }
    }
}
