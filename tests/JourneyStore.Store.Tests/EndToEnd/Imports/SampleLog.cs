using System.Runtime.CompilerServices;

namespace JourneyStore.Store.Tests.EndToEnd.Imports;

/// <summary>A public event log that lies beside the repository, and the sample map that was written for it.</summary>
/// <param name="File">Path within the folder of logs.</param>
/// <param name="MapName">The sample map.</param>
internal sealed record SampleLog(string File, string MapName)
{
    public static readonly SampleLog ServiceNow = new("servicenow/incident_event_log.zip", "servicenow");
    public static readonly SampleLog Helpdesk = new("helpdesk/helpdesk.xes.gz", "helpdesk");
    public static readonly SampleLog OrderManagement = new("order-management/order-management.json.gz", "order-management");
    public static readonly SampleLog Bpic2013 = new("bpic2013/07_bpic2013_incidents.xes.gz", "bpic2013");
    public static readonly SampleLog RunningExample = new("running-example/running-example.xes", "running-example");

    private static readonly string Root = FindRoot();

    public string Path => System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("JOURNEYSTORE_TEST_DATA") ?? System.IO.Path.Combine(Root, "..", "shared", "data"), File);

    public string Map => System.IO.Path.Combine(Root, "samples", "maps", MapName + ".json");

    public bool IsHere => System.IO.File.Exists(Path);

    private static string FindRoot([CallerFilePath] string here = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, System.IO.Path.GetDirectoryName(here)! })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "JourneyStore.sln")))
                    return folder.FullName;
        throw new InvalidOperationException("There is no JourneyStore.sln above the tests.");
    }
}
