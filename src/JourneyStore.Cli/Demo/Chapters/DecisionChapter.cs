using System.Text.Json;
using JourneyStore.Cli.Demo.Story;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Decisions;
using Spectre.Console;

namespace JourneyStore.Cli.Demo.Chapters;

/// <summary>What the next step does about it: the same facts, two customers, two outcomes, each with its reasons.</summary>
internal static class DecisionChapter
{
    private const string Facts = """{"process":"incident","subject":"Display flickers","category":"hardware","priority":"3"}""";
    private const string CampaignFacts = """{"campaign":"premium-care","purpose":"marketing","channel":"email"}""";

    /// <summary>Shows the decisions; answers with the id of Hanna's.</summary>
    public static async Task<string> ShowAsync(DemoScene scene)
    {
        scene.Canvas.Heading("4  The next ticket");
        scene.Canvas.WriteLine();
        scene.Canvas.Prose(
            "Both open a ticket today: \"Display flickers\", priority 3. By its priority alone the process would put both into the standard queue. " +
            "Asked for each customer, the policy ticket-routing says:");
        await DecideAsync(scene, "ticket-routing", scene.Ordinary, Facts);
        var hers = await DecideAsync(scene, "ticket-routing", scene.Hanna, Facts);
        scene.Canvas.WriteLine();
        scene.Canvas.Prose("And marketing wants to write to her about Premium Care. The policy contact-suppression says:");
        await DecideAsync(scene, "contact-suppression", scene.Hanna, CampaignFacts);
        await ExplainAsync(scene, hers);
        return hers.DecisionId;
    }

    private static async Task<DecisionReceipt> DecideAsync(DemoScene scene, string policy, Person who, string facts)
    {
        using var json = JsonDocument.Parse(facts);
        var request = new DecisionRequest(scene.RefOf(who).ToString(), json.RootElement.Clone());
        var receipt = await scene.Engine.DecideAsync(scene.Tenant, policy, request, scene.Stop);
        scene.Canvas.WriteLine();
        scene.Canvas.MarkupLineInterpolated($"  {who.Name} ({who.Tier})  →  [bold]{receipt.Outcome}[/]");
        scene.Canvas.Bullets(receipt.Reasons);
        return receipt;
    }

    private static async Task ExplainAsync(DemoScene scene, DecisionReceipt receipt)
    {
        var explanation = await scene.Engine.ExplainAsync(scene.Tenant, receipt.DecisionId, scene.Stop);
        var again = explanation.Same
            ? $"comes out the same: {explanation.Replayed!.Outcome}, same reasons, same {Words.Count(explanation.Replayed.Evidence.Count, "piece")} of evidence"
            : explanation.Remark ?? "comes out differently";
        scene.Canvas.WriteLine();
        scene.Canvas.Prose(
            $"Explained: derived again from the events that it saw, the decision on {scene.Hanna.Name}'s ticket {again}.");
    }
}
