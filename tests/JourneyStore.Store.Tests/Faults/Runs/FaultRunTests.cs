using System.Globalization;
using Xunit.Abstractions;

namespace JourneyStore.Store.Tests.Faults.Runs;

/// <summary>
/// Round after round something breaks under load, at a moment drawn by lot. A few rounds as a test; as many as wanted with
/// <c>JOURNEYSTORE_FAULT_ROUNDS=100</c>, and another course of things with <c>JOURNEYSTORE_FAULT_SEED</c>. The seed decides what is done; real
/// processes decide when exactly it hits, so a seed is a course, not a recording.
/// </summary>
public sealed class FaultRunTests(ITestOutputHelper output)
{
    private const int UsualRounds = 4;
    private const int SmallDiskMegabytes = 320;
    private const int MegabytesARound = 10;

    [SkippableFact]
    public async Task FaultRun_no_acknowledged_event_is_lost_or_stored_twice_whatever_breaks()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The processes of a database are found by way of /proc.");
        var (rounds, seed) = (Setting("JOURNEYSTORE_FAULT_ROUNDS", UsualRounds), Setting("JOURNEYSTORE_FAULT_SEED", 1));
        var done = new List<FaultRound>();
        await using var disk = await SmallDisk.MakeAsync(SmallDiskMegabytes + MegabytesARound * rounds);
        var ending = "The run ended early: see the test's message.";
        try
        {
            await using var store = await StoreUnderLoad.StartAsync(disk, seed);
            foreach (var fault in Course(seed, disk.IsMounted).Take(rounds)) done.Add(await store.RoundAsync(done.Count + 1, fault));
            ending = disk.IsMounted ? "Every round held." : "Every round held; none had a full disk, because no disk could be mounted here.";
        }
        finally
        {
            output.WriteLine($"Report: {FaultReport.Write(seed, done, ending)}");
        }
        Skip.IfNot(disk.IsMounted, ending);
    }

    /// <summary>Every fault once, in an order drawn by lot; then again, in another.</summary>
    private static IEnumerable<RunFault> Course(int seed, bool withDisk)
    {
        var chance = new Random(seed);
        var faults = Enum.GetValues<RunFault>().Where(fault => withDisk || fault != RunFault.DiskFull).ToArray();
        while (true)
        {
            chance.Shuffle(faults);
            foreach (var fault in faults) yield return fault;
        }
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
