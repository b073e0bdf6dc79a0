using System.Runtime.CompilerServices;
using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>Real logs that lie beside the repository; tests that read them are skipped where they are absent.</summary>
internal static class SharedData
{
    private static readonly string Root = FindRoot();

    public static string Map(string name) => Path.Combine(Root, "samples", "maps", name + ".json");

    public static string Log(string relative)
    {
        var folder = Environment.GetEnvironmentVariable("JOURNEYSTORE_TEST_DATA") ?? Path.Combine(Root, "..", "shared", "data");
        var path = Path.Combine(folder, relative);
        Skip.IfNot(File.Exists(path), $"skipped: no test data at {path}");
        return path;
    }

    /// <summary>All events of a real log by its sample map; the log must give no reject.</summary>
    public static async Task<List<EventCandidate>> Events(string log, string map)
    {
        var events = new List<EventCandidate>();
        await foreach (var item in LogFile.ReadAsync(Log(log), LogMap.Load(Map(map))))
        {
            item.Reject.ShouldBeNull();
            events.Add(item.Event!);
        }
        events.Select(e => e.Id).Distinct().Count().ShouldBe(events.Count);
        events.ShouldAllBe(e => e.OccurredAt!.Value.Offset == TimeSpan.Zero);
        return events;
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(here)! })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "JourneyStore.sln")))
                    return folder.FullName;
        throw new InvalidOperationException("no JourneyStore.sln above the tests");
    }
}
