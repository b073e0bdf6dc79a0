namespace JourneyStore.Benchmarks;

/// <summary>Drives work with a fixed number of callers, each one call at a time.</summary>
internal static class Load
{
    /// <summary>Calls a second, over all callers.</summary>
    public static async Task<double> RateAsync(TimeProvider time, int callers, int calls, Func<int, Task> call)
    {
        var next = 0;
        var began = time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var mine && mine <= calls) await call(mine);
        })));
        return calls / time.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Durations of every call in milliseconds.</summary>
    public static async Task<double[]> LatenciesAsync(TimeProvider time, int callers, int calls, Func<int, Task> call)
    {
        var latencies = new double[calls];
        await RateAsync(time, callers, calls, async n =>
        {
            var began = time.GetTimestamp();
            await call(n);
            latencies[n - 1] = time.GetElapsedTime(began).TotalMilliseconds;
        });
        return latencies;
    }
}
