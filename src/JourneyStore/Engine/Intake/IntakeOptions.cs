namespace JourneyStore.Engine.Intake;

/// <summary>Limits and sizes of the intake. Checked when the engine is made.</summary>
public sealed record IntakeOptions
{
    /// <summary>Most events in one request. Default 5,000; range 1 to 50,000.</summary>
    public int MaxEventsPerRequest { get; init; } = 5_000;

    /// <summary>Most bytes of one event's data. Default 256 KiB; range 1 KiB to 16 MiB.</summary>
    public int MaxEventBytes { get; init; } = 256 * 1024;

    /// <summary>Committers that work side by side; customers are spread over them. Default 2; range 1 to 16.</summary>
    public int Committers { get; init; } = 2;

    /// <summary>Most events in one transaction. Default 1,000; range 1 to 10,000. A larger request is one transaction of its own.</summary>
    public int MaxBatch { get; init; } = 1_000;

    /// <summary>Most events that wait; more are refused with <see cref="Errors.IntakeFullException"/>. Default 20,000; range 1 to 1,000,000.</summary>
    public int MaxWaitingEvents { get; init; } = 20_000;

    /// <summary>Most bytes of data that wait. Default 64 MiB.</summary>
    public long MaxWaitingBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>
    /// Bytes of view rows (as stored) of customers met lately that all committers together remember, so as not to read and parse them again;
    /// in memory they take two to three times as much. Default 96 MiB, room for some 40,000 customers; range 0 (remember nothing) to 4 GiB.
    /// </summary>
    public long RememberedRowBytes { get; init; } = 96L * 1024 * 1024;

    /// <summary>
    /// How long a request waits for its receipt at most; then <see cref="Errors.StoreSlowException"/>. Events that are not yet at work by
    /// then are taken out of the queue. Default 10 s; range 100 ms to 1 hour.
    /// </summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How far after the time of receipt an event may claim to have occurred. Default 24 hours.</summary>
    public TimeSpan MaxFuture { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Tries of one batch after conflicts with other transactions. Default 8.</summary>
    public int MaxTries { get; init; } = 8;

    /// <exception cref="ArgumentOutOfRangeException">A value outside its range.</exception>
    internal void Check()
    {
        Range(MaxEventsPerRequest, 1, 50_000, nameof(MaxEventsPerRequest));
        Range(MaxEventBytes, 1024, 16 * 1024 * 1024, nameof(MaxEventBytes));
        Range(Committers, 1, 16, nameof(Committers));
        Range(MaxBatch, 1, 10_000, nameof(MaxBatch));
        Range(MaxWaitingEvents, 1, 1_000_000, nameof(MaxWaitingEvents));
        Range(MaxTries, 1, 100, nameof(MaxTries));
        Range(RememberedRowBytes, 0, 4L * 1024 * 1024 * 1024, nameof(RememberedRowBytes));
        Range((long)MaxWait.TotalMilliseconds, 100, 3_600_000, nameof(MaxWait));
    }

    private static void Range(long value, long least, long most, string name)
    {
        if (value < least || value > most) throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {most}.");
    }
}
