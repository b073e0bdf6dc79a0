namespace JourneyStore.Views;

/// <summary>What an answer shows of <see cref="Durations"/>.</summary>
/// <param name="Count">Number of durations.</param>
/// <param name="MeanSeconds">Their mean in seconds, exact to the millisecond; null when there are none.</param>
/// <param name="MedianSeconds">Their median in seconds, exact where durations near it are alike, else within 4 %; null when there are none.</param>
/// <param name="P90Seconds">What nine of ten do not exceed, as exact as the median.</param>
public sealed record DurationsAnswer(long Count, double? MeanSeconds, double? MedianSeconds, double? P90Seconds)
{
    /// <summary>The answer.</summary>
    public static DurationsAnswer Of(Durations durations) => new(
        durations.Count, durations.MeanSeconds is { } mean ? Math.Round(mean, 3) : null, durations.MedianSeconds, durations.P90Seconds);
}
