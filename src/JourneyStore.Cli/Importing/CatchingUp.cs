using JourneyStore.Cli.Screens;
using JourneyStore.Engine;

namespace JourneyStore.Cli.Importing;

/// <summary>Waits until the read models that follow the log have caught up, and shows how far they are.</summary>
internal static class CatchingUp
{
    private const string What = "views across customers";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static async Task WatchAsync(JourneyEngine engine, long position, TimeProvider time, Meter meter, CancellationToken stop)
    {
        if (position == 0) return;
        var done = engine.WaitForProjectionsAsync(position, stop);
        var from = -1L;
        while (await Task.WhenAny(done, Task.Delay(Look, time, stop)) != done)
        {
            stop.ThrowIfCancellationRequested();
            var status = await engine.StatusAsync(stop);
            var least = status.Projections.Where(view => view.Freshness == "async").Select(view => view.Position).DefaultIfEmpty(position).Min();
            if (from < 0) from = least;
            var total = Math.Max(1, position - from);
            meter.Show(new Advance(What, Math.Min(least - from, total - 1), total, Math.Max(0, least - from), "event"));
        }
        await done;
        if (from >= 0) meter.Show(new Advance(What, 1, 1, position - from, "event"));
    }
}
