using JourneyStore.Cli.Screens;
using JourneyStore.Engine;
using JourneyStore.Engine.Errors;

namespace JourneyStore.Cli.Importing;

/// <summary>Waits until the read models that follow the log have caught up, and shows how far they are.</summary>
internal static class CatchingUp
{
    private const string What = "views across customers";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static async Task WatchAsync(JourneyEngine engine, long position, TimeProvider time, Meter meter, CancellationToken stop)
    {
        var done = engine.WaitForProjectionsAsync(position, stop);
        var from = -1L;
        while (await Task.WhenAny(done, Task.Delay(Look, time, stop)) != done)
        {
            stop.ThrowIfCancellationRequested();
            if (engine.Building is { } building)
            {
                meter.Show(new Advance(building.What, building.Done, building.Total, building.Done, "event"));
                continue;
            }
            var status = await engine.StatusAsync(stop);
            if (status.Projections.FirstOrDefault(view => view.Freshness == "inline" && view.Problem is not null) is { } stopped)
                throw new StoreException("view-not-built", $"The events are stored, but view '{stopped.Name}' cannot be built: {stopped.Problem} Mend its fold; the next start builds it.");
            var least = status.Projections.Where(view => view.Freshness == "async").Select(view => view.Position).DefaultIfEmpty(position).Min();
            if (from < 0) from = least;
            var total = Math.Max(1, position - from);
            meter.Show(new Advance(What, Math.Min(least - from, total - 1), total, Math.Max(0, least - from), "event"));
        }
        await done;
        if (from >= 0) meter.Show(new Advance(What, 1, 1, position - from, "event"));
    }
}
