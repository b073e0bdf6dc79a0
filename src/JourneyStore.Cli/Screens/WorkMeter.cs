using JourneyStore.Engine.Replay;

namespace JourneyStore.Cli.Screens;

/// <summary>Lets the engine's progress reports move a meter.</summary>
internal static class WorkMeter
{
    /// <summary>Reports straight through, in order; the framework's own <c>Progress</c> would reorder them.</summary>
    public static IProgress<WorkProgress> On(Meter meter) => new Straight(meter);

    private sealed class Straight(Meter meter) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => meter.Show(new Advance(value.What, value.Done, value.Total, value.Done, "event"));
    }
}
