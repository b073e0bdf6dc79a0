using System.CommandLine;
using System.Globalization;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.Http.Answers;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>split REF IDENTIFIER… --reason TEXT [--by NAME] [--dry-run]</c>: one customer is two.</summary>
internal sealed class Split : IVerb
{
    private static readonly Argument<CustomerRef> Customer = Flags.Customer();
    private static readonly Argument<Identifier[]> Identifiers = new("IDENTIFIER")
    {
        Description = "What is another customer's: type:value.", Arity = ArgumentArity.OneOrMore,
        CustomParser = result => [.. result.Tokens.Select(token =>
        {
            if (!Identifier.TryParse(token.Value, out var identifier, out var problem)) result.AddError($"Not an identifier: {problem}.");
            return identifier;
        })],
    };

    private static readonly Option<string> Reason = new("--reason") { Description = "Why they are another's; recorded.", HelpName = "TEXT", Required = true };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Shows what would change, and changes nothing." };
    private static readonly Option<string> By = new("--by")
    {
        Description = "Who decides; recorded. Default: the user who runs the command.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName,
    };

    public int Place => 93;

    public Command Describe() => new Command(
        "split",
        "Takes identifiers, and all events that came with them alone, out of a customer: they are another's from then on, and both are what they would have "
        + "been. journey merge of the two takes it back.")
        {
            Customer, Identifiers, Reason, By, DryRun, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var report = await store.Engine.SplitAsync(
                run.Tenant, run.Get(Customer), run.Get(Identifiers)!, run.Get(By)!, run.Get(Reason), run.Get(DryRun), run.Stop);
            if (run.Screen.Json) run.Screen.Plain(AnswerText.Of(report));
            else Show(report, run.Screen);
            return ExitCodes.Done;
        })
        .Example("journey split crm:42 anonymous:tablet --reason \"a shared tablet\" --dry-run", "what would change")
        .Example("journey split crm:42 anonymous:tablet --reason \"a shared tablet\"", "the tablet is somebody else's from now on");

    private static void Show(SplitReport report, Screen screen)
    {
        screen.Plain(report.DryRun
            ? $"{string.Join(", ", report.Identifiers)} would be taken out of {report.Customer}; nothing is changed."
            : $"{string.Join(", ", report.Identifiers)} is {report.Taken} from now on, at position {Words.Count(report.Position!.Value)}; the rest stays with {report.Customer}.");
        screen.Plain($"  events         {Words.Count(report.Events)} that came with them");
        screen.Plain($"  views          {(report.Views.Count == 0 ? "none comes out differently" : string.Join(", ", report.Views))}");
        foreach (var signal in report.Signals)
            screen.Plain(
                $"  {signal.Name,-14} {Value(signal.Before, signal.BeforeLabel)}, then {Value(signal.Customer, signal.CustomerLabel)} and {Value(signal.Taken, signal.TakenLabel)}");
        screen.Plain(report.Decisions.Count == 0 ? "  decisions      none"
            : $"  decisions      {Words.Count(report.Decisions.Count, "decision")} about two who were thought to be one: {string.Join(", ", report.Decisions.Take(5))}{(report.Decisions.Count > 5 ? ", …" : "")}");
        if (!report.DryRun) screen.Plain($"Taken back by: journey merge {report.Customer} {report.Taken}");
    }

    private static string Value(double value, string label) => $"{value.ToString("0.0", CultureInfo.InvariantCulture)} {label}";
}
