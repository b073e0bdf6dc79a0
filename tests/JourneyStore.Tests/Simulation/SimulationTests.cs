using System.Globalization;

namespace JourneyStore.Tests.Simulation;

/// <summary>
/// Seeded lives of two engines on one database in memory: answers lost after the commit, transactions that stall, runners that end in the
/// middle of a batch, deliveries twice and at once, two runners that both think a projection theirs. Every invariant is checked after every step.
/// <para>
/// <c>JOURNEYSTORE_SIMULATION_SEEDS</c> runs other seeds than the usual ones: one (<c>17</c>), or a range (<c>1000-1999</c>).
/// </para>
/// </summary>
public sealed class SimulationTests
{
    private const string Setting = "JOURNEYSTORE_SIMULATION_SEEDS";

    public static TheoryData<int> Seeds()
    {
        var text = Environment.GetEnvironmentVariable(Setting) ?? "1-30";
        var ends = text.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        return [.. Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)];
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_goes_wrong_every_invariant_holds_after_every_step(int seed)
    {
        await using var processes = await SimulatedProcesses.StartAsync(seed);
        var simulation = new Simulation(seed, processes);
        try
        {
            await simulation.RunAsync();
        }
        catch (Exception broken)
        {
            throw new InvalidOperationException(
                $"Seed {seed} breaks a promise: {Setting}={seed} runs it again.\n{broken.Message}\n\nWhat was done:\n{string.Join('\n', simulation.Told)}"
                + $"\n\nWhat went wrong by plan:\n{string.Join('\n', processes.Plans.SelectMany((plan, i) => plan.Story.Select(fault => $"engine {i}: {fault}")))}", broken);
        }
        processes.Plans.Sum(plan => plan.Story.Count).ShouldBeGreaterThan(5, "a life without trouble proves nothing");
    }
}
