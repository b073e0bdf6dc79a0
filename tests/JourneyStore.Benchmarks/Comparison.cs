namespace JourneyStore.Benchmarks;

/// <summary>What is compared: the engine (A) and hand-written code that does the same work (B), measured in turn in one run.</summary>
internal interface IComparison : IAsyncDisposable
{
    string Name { get; }

    /// <summary>What the numbers are, for instance <c>events/s</c> or <c>p99 ms</c>.</summary>
    string Unit { get; }

    /// <summary>The ratio A : B that is aimed at.</summary>
    double Target { get; }

    /// <summary>True when a larger number is better, so that the ratio must reach the target; false: must not exceed it.</summary>
    bool MoreIsBetter { get; }

    Task PrepareAsync(Ground ground);

    Task<double> EngineAsync();

    Task<double> BaselineAsync();
}

/// <summary>One comparison's result.</summary>
/// <param name="Scenario">What was compared.</param>
/// <param name="Unit">What the numbers are.</param>
/// <param name="Engine">Every measurement of the engine.</param>
/// <param name="Baseline">Every measurement of the baseline, in the same order.</param>
/// <param name="Target">The ratio aimed at.</param>
/// <param name="MoreIsBetter">Which way the target is to be read.</param>
internal sealed record Result(string Scenario, string Unit, double[] Engine, double[] Baseline, double Target, bool MoreIsBetter)
{
    public double EngineMedian => Statistics.Median(Engine);

    public double BaselineMedian => Statistics.Median(Baseline);

    /// <summary>Median of the pairs' ratios: what the machine did to one pair, it did to both of it.</summary>
    public double Ratio => Statistics.Median([.. Engine.Zip(Baseline, (a, b) => a / b)]);

    public double LeastRatio => Engine.Zip(Baseline, (a, b) => a / b).Min();

    public double MostRatio => Engine.Zip(Baseline, (a, b) => a / b).Max();

    public bool Reached => MoreIsBetter ? Ratio >= Target : Ratio <= Target;
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
