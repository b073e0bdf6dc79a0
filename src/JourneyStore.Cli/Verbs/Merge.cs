using System.CommandLine;
using System.Globalization;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Reading;
using JourneyStore.Http.Answers;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>merge REF OTHER --reason TEXT [--by NAME] [--dry-run]</c>: two customers are one.</summary>
internal sealed class Merge : IVerb
{
    private static readonly Argument<CustomerRef> One = Flags.Customer("REF", "One of them: type:value, or our own id.");
    private static readonly Argument<CustomerRef> Other = Flags.Customer("OTHER", "The other one.");
    private static readonly Option<string> Reason = new("--reason") { Description = "Why they are one; recorded.", HelpName = "TEXT", Required = true };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Shows what would change, and changes nothing." };
    private static readonly Option<string> By = new("--by")
    {
        Description = "Who decides; recorded. Default: the user who runs the command.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName,
    };

    public int Place => 93;

    public Command Describe() => new Command(
        "merge",
        "Joins two customers who are one, whatever the rules of their identifiers say: the one whose first event was stored first goes on, with everything "
        + "that happened to either. Their streams stay as they are.")
        {
            One, Other, Reason, By, DryRun, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var report = await store.Engine.MergeAsync(
                run.Tenant, run.Get(One), run.Get(Other), run.Get(By)!, run.Get(Reason), run.Get(DryRun), run.Stop);
            if (run.Screen.Json) run.Screen.Plain(AnswerText.Of(report));
            else Show(report, run.Screen);
            return ExitCodes.Done;
        })
        .Example("journey merge email:ann@example.org crm:42 --reason \"same person\" --dry-run", "what would change")
        .Example("journey merge email:ann@example.org crm:42 --reason \"same person\"", "both are one from now on");

    private static void Show(MergeReport report, Screen screen)
    {
        screen.Plain(report.DryRun
            ? $"{report.Joined} would join {report.Customer}; nothing is changed."
            : $"{report.Joined} has joined {report.Customer}, at position {Words.Count(report.Position!.Value)}.");
        screen.Plain($"  events         {Words.Count(report.Events)} that were the other's");
        screen.Plain($"  identifiers    {(report.Identifiers.Count == 0 ? "none" : string.Join(", ", report.Identifiers))}");
        screen.Plain($"  views          {(report.Views.Count == 0 ? "none comes out differently" : string.Join(", ", report.Views))}");
        foreach (var signal in report.Signals)
            screen.Plain(
                $"  {signal.Name,-14} {Value(signal.Customer, signal.CustomerLabel)} and {Value(signal.Joined, signal.JoinedLabel)}, together {Value(signal.Together, signal.TogetherLabel)}");
        screen.Plain(report.Decisions.Count == 0 ? "  decisions      none about either of them"
            : $"  decisions      {Words.Count(report.Decisions.Count, "decision")} about one who was half a customer: {string.Join(", ", report.Decisions.Take(5))}{(report.Decisions.Count > 5 ? ", …" : "")}");
    }

    private static string Value(double value, string label) => $"{value.ToString("0.0", CultureInfo.InvariantCulture)} {label}";
}
