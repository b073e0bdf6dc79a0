using System.Globalization;

namespace JourneyStore.Benchmarks;

/// <summary>Measures a scenario: A B A B …, so that what the machine does meanwhile, it does to both.</summary>
internal static class Pairing
{
    /// <summary>A result for each of the scenario's measures; every pair is told as it comes.</summary>
    public static async Task<IReadOnlyList<Result>> RunAsync(IScenario scenario, Ground ground, TextWriter tell)
    {
        var began = ground.Time.GetTimestamp();
        await scenario.PrepareAsync(ground);
        await scenario.WarmUpAsync(ground);
        var prepared = ground.Time.GetElapsedTime(began);
        var measures = scenario.Measures;
        Say(tell, $"{scenario.Name}");
        var (engine, baseline) = (new List<double[]>(), new List<double[]>());
        for (var pair = 0; pair < (ground.Pairs ?? scenario.Pairs(ground)); pair++)
        {
            engine.Add(await scenario.MeasureEngineAsync());
            baseline.Add(await scenario.MeasureBaselineAsync());
            for (var i = 0; i < measures.Count; i++)
                Say(tell, $"  {engine[^1][i],12:N2} {baseline[^1][i],12:N2} {measures[i].Unit,-11} {engine[^1][i] / baseline[^1][i]:0.00}");
        }
        Say(tell, $"  {prepared.TotalSeconds:0.0} s to prepare, {(ground.Time.GetElapsedTime(began) - prepared).TotalSeconds:0.0} s to measure");
        return [.. measures.Select((measure, i) =>
            new Result(measure, [.. engine.Select(values => values[i])], [.. baseline.Select(values => values[i])]))];
    }

    private static void Say(TextWriter tell, FormattableString line) => tell.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
