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
        Advance? build = null;
        while (await Task.WhenAny(done, Task.Delay(Look, time, stop)) != done)
        {
            stop.ThrowIfCancellationRequested();
            if (engine.Building is { } building)
            {
                if (build is { } before && before.What != building.What) meter.Show(Whole(before));
                build = new Advance(building.What, building.Done, building.Total, building.Done, "event");
                meter.Show(build.Value);
                continue;
            }
            // What was built between two looks is built to its end.
            if (build is { } built) meter.Show(Whole(built));
            build = null;
            var status = await engine.StatusAsync(stop);
            if (status.Projections.FirstOrDefault(view => view.Freshness == "inline" && view.Problem is not null) is { } stopped)
                throw new StoreException(
                    "view-not-built",
                    $"The events are stored, but view '{stopped.Name}' cannot be built: {stopped.Problem} Mend its fold; the next start builds it.");
            var least = status.Projections.Where(view => view.Freshness == "async").Select(view => view.Position).DefaultIfEmpty(position).Min();
            if (from < 0) from = least;
            if (position <= from) continue;
            var total = position - from;
            meter.Show(new Advance(What, Math.Min(least - from, total - 1), total, Math.Max(0, least - from), "event"));
        }
        await done;
        if (build is { } last) meter.Show(Whole(last));
        // Views that had nothing to follow have not followed anything.
        if (from >= 0 && position > from) meter.Show(new Advance(What, 1, 1, position - from, "event"));
    }

    private static Advance Whole(Advance build)
    {
        var total = Math.Max(1, build.Total);
        return build with { Done = total, Total = total, Count = Math.Max(build.Count, (long)build.Total) };
    }
}
