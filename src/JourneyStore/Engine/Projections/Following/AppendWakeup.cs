using JasperFx.Events.Daemon.HighWater;

namespace JourneyStore.Engine.Projections.Following;

/// <summary>Has Marten's daemon look when something was appended, here or by another process, instead of when its time to look has come.</summary>
internal sealed class AppendWakeup(Func<JourneyEngine> engine) : IDaemonWakeup
{
    private Task? appended;

    public async Task WaitAsync(TimeSpan timeout, CancellationToken token)
    {
        var storage = engine().Storage;
        // Listening began before the look that has just ended: what was appended during it ends the wait at once.
        await (appended ?? storage.WaitForAppendAsync(timeout, CancellationToken.None)).WaitAsync(token);
        appended = storage.WaitForAppendAsync(timeout, CancellationToken.None);
    }

    public void Dispose()
    {
    }
}
