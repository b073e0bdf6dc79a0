namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>
/// The most memory that the executable ever holds, with ten times the events and with the events: it must not grow with the log, nor exceed
/// what a small machine has. A peak is no matter of chance and such a log takes minutes, so that one pair is enough.
/// </summary>
internal abstract class Memory : IScenario
{
    private const double MostMebibytes = 600;
    private const int Customers = 10_000;

    public abstract string Name { get; }

    public IReadOnlyList<Measure> Measures =>
        [new Measure($"{Name} of {Large.Count:N0} events against {Small.Count:N0}, peak", "MiB", 1.15, MoreIsBetter: false, MostMebibytes)];

    public int Pairs(Ground ground) => 1;

    public string? LeftOut(Ground ground) => ground.Quick ? "its logs take longer than a quick run may: --only memory, without --quick" : null;

    protected Ground On { get; private set; } = null!;

    protected LogSeries Large { get; private set; } = null!;

    protected LogSeries Small { get; private set; } = null!;

    public Task PrepareAsync(Ground ground)
    {
        On = ground;
        Large = new LogSeries("c", Customers, ground.Sized(500), ground.Began.AddDays(-30));
        Small = Large with { Rounds = ground.Sized(50) };
        return MakeAsync();
    }

    /// <summary>Nothing: a new process is cold every time, and its memory is what is asked for.</summary>
    public Task WarmUpAsync(Ground on) => Task.CompletedTask;

    public async Task<double[]> MeasureEngineAsync() => [await PeakAsync(Large)];

    public async Task<double[]> MeasureBaselineAsync() => [await PeakAsync(Small)];

    public abstract ValueTask DisposeAsync();

    /// <summary>Makes what the two runs need.</summary>
    protected abstract Task MakeAsync();

    /// <summary>Peak of a process that works on one of the logs, in MiB.</summary>
    protected abstract Task<double> PeakAsync(LogSeries series);
}
