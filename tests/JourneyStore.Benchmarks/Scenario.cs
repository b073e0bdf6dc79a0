namespace JourneyStore.Benchmarks;

/// <summary>One number that a scenario gives for each side, and what is aimed at.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Unit">What the numbers are, for instance <c>events/s</c> or <c>ms</c>.</param>
/// <param name="Target">The ratio A : B that is aimed at; null: only the limit counts.</param>
/// <param name="MoreIsBetter">True when a larger number is better, so that the ratio must reach the target; false: must not exceed it.</param>
/// <param name="Limit">What no measurement of A may exceed, whatever the ratio; null: only the ratio counts.</param>
internal sealed record Measure(string Name, string Unit, double? Target, bool MoreIsBetter, double? Limit = null);

/// <summary>What is compared: the engine (A) and hand-written code that does the same work (B), measured in turn in one run.</summary>
internal interface IScenario : IAsyncDisposable
{
    string Name { get; }

    /// <summary>What one run of either side measures; asked for after <see cref="PrepareAsync"/>.</summary>
    IReadOnlyList<Measure> Measures { get; }

    /// <summary>Pairs of measurements that are taken.</summary>
    int Pairs(Ground ground) => ground.Quick ? 3 : 5;

    /// <summary>Why this run leaves the scenario out, and what runs it; null: it does not.</summary>
    string? LeftOut(Ground ground) => null;

    Task PrepareAsync(Ground ground);

    /// <summary>Uncounted measurements of the engine by <see cref="WarmUpAsync"/>: its code is compiled anew while it runs, until it has been met
    /// often enough.</summary>
    int WarmUps(Ground ground) => 1;

    /// <summary>Both sides, uncounted: code is compiled, caches are filled.</summary>
    async Task WarmUpAsync(Ground ground)
    {
        for (var i = 0; i < WarmUps(ground); i++) await MeasureEngineAsync();
        await MeasureBaselineAsync();
    }

    /// <summary>A number for each of the measures.</summary>
    Task<double[]> MeasureEngineAsync();

    /// <summary>The same of the other side.</summary>
    Task<double[]> MeasureBaselineAsync();
}

/// <summary>A scenario that measures one thing, as most do.</summary>
internal interface IComparison : IScenario
{
    /// <inheritdoc cref="Measure.Unit" />
    string Unit { get; }

    /// <inheritdoc cref="Measure.Target" />
    double Target { get; }

    /// <inheritdoc cref="Measure.MoreIsBetter" />
    bool MoreIsBetter { get; }

    Task<double> EngineAsync();

    Task<double> BaselineAsync();

    IReadOnlyList<Measure> IScenario.Measures => [new Measure(Name, Unit, Target, MoreIsBetter)];

    async Task<double[]> IScenario.MeasureEngineAsync() => [await EngineAsync()];

    async Task<double[]> IScenario.MeasureBaselineAsync() => [await BaselineAsync()];
}
