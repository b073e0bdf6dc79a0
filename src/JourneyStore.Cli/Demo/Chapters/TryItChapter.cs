using JourneyStore.Cli.Demo.Story;
using JourneyStore.Cli.Screens;

namespace JourneyStore.Cli.Demo.Chapters;

/// <summary>What to try next.</summary>
internal static class TryItChapter
{
    public static void Show(DemoScene scene, string address, string decisionId, int seed, bool serving)
    {
        var hanna = scene.RefOf(scene.Hanna);
        var screen = scene.Screen;
        scene.Canvas.Heading(serving ? $"Try it: serving at {address} until Ctrl-C" : "Try it");
        screen.Plain("");
        if (serving)
        {
            screen.Plain($"  curl {address}/v1/customers/{hanna}/context");
            screen.Plain($"  curl '{address}/v1/customers/{hanna}/timeline?limit=20'");
            screen.Plain($"  curl {address}/v1/customers/{hanna}/signals");
            screen.Plain($"  curl '{address}/v1/views/attention?limit=10'");
            screen.Plain($"  curl {address}/v1/decisions/{decisionId}/explain");
            screen.Plain($"  curl {address}/v1/decisions/ticket-routing -H 'content-type: application/json' \\");
            screen.Plain($"       -d '{{\"customer\":\"{hanna}\",\"facts\":{{\"priority\":\"3\",\"category\":\"hardware\"}}}}'");
            screen.Plain("");
            screen.Plain($"  The story's clock stands at {Words.Minute(scene.Now)} UTC; an event sent without a time happens then.");
            screen.Plain("");
        }
        var where = Where(scene, seed);
        // A given database does not know that it holds a story; its own folder does.
        var then = scene.Settings.Database is null ? "" : $" --as-of {StoryTime.Now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";
        screen.Plain($"  journey context {hanna}{where}{then}");
        screen.Plain($"  journey timeline {hanna}{where}{then}");
        screen.Plain($"  journey explain {decisionId}{where}");
        screen.Plain($"  journey verify{where}");
    }

    // A given database is named by its setting; its password does not belong on a screen.
    private static string Where(DemoScene scene, int seed) => scene.Settings switch
    {
        { Database: not null } => "",
        { DataFolder: { } folder } => $" --data {folder}",
        _ => $" --data {DemoStore.OwnFolder(seed)}",
    };
}
