using JourneyStore.Store.Tests.Embedded;

namespace JourneyStore.Store.Tests.EndToEnd.Crashes;

/// <summary>Like a power cut for a PostgreSQL server. Its processes are found by way of /proc.</summary>
internal static class KilledDatabase
{
    /// <summary>The postmaster first, so that it cannot start anything anew; then all that it had started, before they can end what they are
    /// at.</summary>
    public static async Task KillAllAsync(int postmaster)
    {
        var started = ChildrenOf(postmaster);
        await ServerProcess.KillAsync(postmaster);
        foreach (var one in started)
        {
            try
            {
                await ServerProcess.KillAsync(one);
            }
            catch (ArgumentException)
            {
                // It has noticed the end of its postmaster and is gone.
            }
        }
    }

    private static List<int> ChildrenOf(int parent)
    {
        var children = new List<int>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var process)) continue;
            try
            {
                // "pid (name) state parent …"; the name may hold anything.
                var stat = File.ReadAllText($"{folder}/stat");
                if (int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]) == parent) children.Add(process);
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }
        return children;
    }
}
