using JourneyStore.Engine;
using JourneyStore.Engine.Replay;

namespace JourneyStore.Store.Tests.Harness;

/// <summary>Rebuilds that somebody stops.</summary>
public static class BrokenOff
{
    /// <summary>Stops a rebuild when its first part is done.</summary>
    public static async Task BreakOffRebuildAsync(this JourneyEngine engine, string view, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Should.ThrowAsync<OperationCanceledException>(() => engine.RebuildAsync(view, shadow: false, new StopAtFirst(stop), stop.Token));
    }

    private sealed class StopAtFirst(CancellationTokenSource stop) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => stop.Cancel();
    }
}
