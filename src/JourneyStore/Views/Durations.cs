namespace JourneyStore.Views;

/// <summary>Durations added up: exact count and mean, quantiles of a <see cref="DurationHistogram"/>. Immutable; adds up and subtracts exactly.</summary>
public sealed record Durations
{
    /// <summary>No durations.</summary>
    public static readonly Durations None = new();

    /// <summary>Number of durations.</summary>
    public long Count { get; init; }

    /// <summary>Their sum in milliseconds: whole numbers, because a sum of fractions would not come back to zero.</summary>
    public long TotalMilliseconds { get; init; }

    /// <summary>How they are spread.</summary>
    public DurationHistogram Histogram { get; init; } = DurationHistogram.Empty;

    /// <summary>Mean in seconds; null when there are none.</summary>
    public double? MeanSeconds => Count > 0 ? TotalMilliseconds / 1000.0 / Count : null;

    /// <summary>Median in seconds, exact where durations near it are alike, else within 4 %; null when there are none.</summary>
    public double? MedianSeconds => Histogram.QuantileSeconds(0.5);

    /// <summary>What nine of ten do not exceed, in seconds, as exact as the median; null when there are none.</summary>
    public double? P90Seconds => Histogram.QuantileSeconds(0.9);

    /// <summary>One duration; below zero counts as zero.</summary>
    public static Durations Of(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero) duration = TimeSpan.Zero;
        return new() { Count = 1, TotalMilliseconds = (long)Math.Round(duration.TotalMilliseconds), Histogram = DurationHistogram.Of(duration) };
    }

    /// <summary>The sum.</summary>
    public Durations Plus(Durations other) => new()
    {
        Count = Count + other.Count,
        TotalMilliseconds = TotalMilliseconds + other.TotalMilliseconds,
        Histogram = Histogram.Plus(other.Histogram),
    };

    /// <summary>What undoes them.</summary>
    public Durations Negated() => new() { Count = -Count, TotalMilliseconds = -TotalMilliseconds, Histogram = Histogram.Negated() };

    /// <summary>True when they equal no durations.</summary>
    public bool IsNone() => Count == 0 && TotalMilliseconds == 0 && Histogram.IsEmpty;
}
