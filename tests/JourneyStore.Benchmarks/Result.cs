namespace JourneyStore.Benchmarks;

/// <summary>What one measure came to.</summary>
/// <param name="Measure">What was compared.</param>
/// <param name="Engine">Every measurement of the engine.</param>
/// <param name="Baseline">Every measurement of the baseline, in the same order.</param>
internal sealed record Result(Measure Measure, double[] Engine, double[] Baseline)
{
    public double EngineMedian => Statistics.Median(Engine);

    public double BaselineMedian => Statistics.Median(Baseline);

    /// <summary>Median of the pairs' ratios: what the machine did to one of a pair, it did to the other.</summary>
    public double Ratio => Statistics.Median(Ratios);

    public double LeastRatio => Ratios.Min();

    public double MostRatio => Ratios.Max();

    public bool Reached => !(Measure.MoreIsBetter ? Ratio < Measure.Target : Ratio > Measure.Target) && !(Engine.Max() > Measure.Limit);

    private double[] Ratios => [.. Engine.Zip(Baseline, (a, b) => a / b)];
}

internal static class Statistics
{
    public static double Median(double[] values) => Percentile(values, 0.5);

    public static double Percentile(double[] values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
