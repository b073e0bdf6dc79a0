namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>Waits for a named state of another process.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when the state is there.</summary>
    public static async Task Async(Func<Task<bool>> state)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await state())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience) throw new TimeoutException("The awaited state did not come.");
            await Task.Delay(Look, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Returns when a view is current up to a position.</summary>
    public static Task ReachedAsync(this HttpClient client, string view, long position) => Async(async () =>
        (await client.GetJsonAsync("/v1/status")).List("projections").Single(one => one.Text("name") == view).Number("position") >= position);
}
