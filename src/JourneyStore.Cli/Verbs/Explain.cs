using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Http.Answers;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>explain DECISION-ID</c>: why it was decided so, derived again from the events it saw.</summary>
internal sealed class Explain : IVerb
{
    private static readonly Argument<string> Id = new("DECISION-ID") { Description = "The decision's id, from its receipt." };

    public int Place => 130;

    public Command Describe() => new Command(
        "explain",
        "Why a decision was made: its reasons and evidence, derived again from the events it saw.")
        {
            Id, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var explanation = await store.Engine.ExplainAsync(run.Tenant, run.Get(Id)!, run.Stop);
            if (run.Screen.Json) run.Screen.Plain(AnswerText.Of(explanation));
            else ExplanationCanvas.Show(explanation, run.Screen.Out);
            return ExitCodes.Done;
        })
        .Example("journey explain 01980d4f-f280-746a-b1af-0681c45d4b0f", "the id is in the decision's receipt and in the customer's timeline");
}
