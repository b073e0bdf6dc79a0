using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Replay;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>rebuild VIEW… | --all [--customer REF] [--shadow] [--fresh]</c>: folds the log again into read models while the store
/// serves.</summary>
internal sealed class Rebuild : IVerb
{
    private static readonly Argument<string[]> Views = new("VIEW") { Description = "The views to rebuild.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<bool> All = new("--all") { Description = "All views." };
    private static readonly Option<bool> Shadow = new("--shadow")
    {
        Description = "Build beside and report what would differ; then 'promote VIEW' or 'discard VIEW'.",
    };

    private static readonly Option<bool> Fresh = new("--fresh")
    {
        Description = "Begin anew; without it, a rebuild that was broken off goes on where it was.",
    };

    private static readonly Option<CustomerRef?> Customer = Flags.CustomerOption("--customer", "Only this customer's rows.");

    public int Place => 50;

    public Command Describe()
    {
        var command = new Command("rebuild", "Rebuilds read models from the log while the store serves; readers never see half a view.")
        {
            Views, All, Customer, Shadow, Fresh, Flags.Tenant, Flags.Json,
        };
        command.Validators.Add(asked =>
        {
            var named = asked.GetValue(Views) is { Length: > 0 };
            if (named == asked.GetValue(All))
                asked.AddError(named ? "Name views or give --all, not both." : "Name the views to rebuild, or give --all.");
            if (asked.GetResult(Customer) is not null && (asked.GetValue(Shadow) || asked.GetValue(Fresh)))
                asked.AddError("--customer folds the rows in use anew; --shadow and --fresh are for whole views.");
            if (asked.GetResult(Customer) is null && asked.GetResult(Flags.Tenant) is { Implicit: false }) asked.AddError("--tenant goes with --customer; a view is rebuilt for all tenants.");
        });
        return command.Runs(RunAsync)
            .Example("journey rebuild --all", "every view, anew from the log")
            .Example("journey rebuild --all --customer crm:C-10001", "one customer's rows")
            .Example("journey rebuild attention --shadow", "beside the view in use, with what would differ");
    }

    private static async Task<int> RunAsync(Invocation run)
    {
        await using var store = await run.OpenToReadAsync();
        var views = run.Get(All) ? null : run.Get(Views);
        if (run.Get(Customer) is { } customer)
        {
            var report = await store.Engine.RebuildCustomerAsync(run.Tenant, customer, views, run.Stop);
            if (run.Screen.Json) run.Screen.Document(report);
            else Show(report, run.Screen);
            return ExitCodes.Done;
        }
        var options = new RebuildOptions(run.Get(Shadow), run.Get(Fresh));
        var reports = await Meter.WatchAsync(run.Screen, run.Time, meter => store.Engine.RebuildAsync(views, options, WorkMeter.On(meter), run.Stop));
        if (run.Screen.Json) run.Screen.Document(new { views = reports });
        else foreach (var report in reports) Show(report, run.Screen);
        return ExitCodes.Done;
    }

    private static void Show(CustomerRebuildReport report, Screen screen)
    {
        screen.Plain($"{report.Customer}: folded anew in {string.Join(", ", report.Views)}, in use now");
        if (report.LeftOut.Count > 0) screen.Plain($"  not in {string.Join(", ", report.LeftOut)}: sums over all customers are rebuilt as a whole");
    }

    internal static void Show(RebuildReport report, Screen screen)
    {
        screen.Plain($"{report.View}: {Words.Count(report.Events, "event")} folded into {Words.Count(report.Rows, "row")}, {(report.Promoted ? "in use now" : "standing beside the view in use")}");
        if (report.Resumed > 0) screen.Plain($"  {Words.Count(report.Resumed, "event")} had been folded already by a rebuild that was broken off");
        if (report.Parked > 0) screen.Plain($"  {Words.Count(report.Parked)} parked, because an event cannot be folded: journey parked {report.View}");
        foreach (var note in report.ParkedSamples) screen.Plain($"    {note.Subject}: {note.EventType} at {note.Position}: {note.Reason}");
        if (report.Differences is not { } differences) return;
        if (differences.Different == 0) screen.Plain("  no difference to the rows in use");
        else Differences.Show(differences, "would differ (in use → shadow)", screen);
        if (!report.Promoted) screen.Plain($"  next: journey promote {report.View}   or   journey discard {report.View}");
    }
}
