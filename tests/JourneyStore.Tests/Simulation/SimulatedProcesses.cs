using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Storage;
using JourneyStore.EngineContract.Harness;
using JourneyStore.Testing;
using JourneyStore.Testing.Faults;
using JourneyStore.Testing.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace JourneyStore.Tests.Simulation;

/// <summary>
/// Two real engines, as two processes on one database, each behind a storage on which things go wrong, and a clock that only the simulation
/// moves. The engines' own tasks run on real threads; they are let come to rest before the simulation goes on.
/// </summary>
internal sealed class SimulatedProcesses : IAsyncDisposable
{
    private const double Rate = 0.4;
    private const int LooksForRest = 400;
    private const int LooksWhileOneStalls = 3;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);
    private readonly InMemoryDatabase database = new();
    private int timersAtRest;

    private SimulatedProcesses(int seed)
    {
        Plans = [new FaultPlan(2 * seed, Time) { Active = false, Rate = Rate }, new FaultPlan(2 * seed + 1, Time) { Active = false, Rate = Rate }];
        Storage = new InMemoryStorage(database);
    }

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero));

    /// <summary>What goes wrong, a plan a process.</summary>
    public FaultPlan[] Plans { get; }

    public JourneyEngine[] Engines { get; private set; } = [];

    /// <summary>A storage without faults on the same database, to see what is really there.</summary>
    public InMemoryStorage Storage { get; }

    /// <summary>An engine without faults that only reads.</summary>
    public JourneyEngine Auditor { get; private set; } = null!;

    public static async Task<SimulatedProcesses> StartAsync(int seed)
    {
        var processes = new SimulatedProcesses(seed);
        processes.Auditor = await processes.EngineAsync(processes.Storage, 3 * seed, runProjections: false);
        processes.Engines =
        [
            await processes.EngineAsync(FaultyStorage.Over(new InMemoryStorage(processes.database), processes.Plans[0]), 3 * seed + 1, runProjections: true),
            await processes.EngineAsync(FaultyStorage.Over(new InMemoryStorage(processes.database), processes.Plans[1]), 3 * seed + 2, runProjections: true),
        ];
        await processes.LearnRestAsync();
        foreach (var plan in processes.Plans) plan.Active = true;
        return processes;
    }

    /// <summary>
    /// Lets every task of the engines run until it waits for the clock (or for a transaction that stalls). How many timers that are was
    /// learned at the start, so that the engine's insides may change. Who waits behind one that stalls has no timer, so then a few looks must do.
    /// </summary>
    public async Task RestAsync()
    {
        // Projections at rest wait for the log's reader and not for the clock, so however many timers wait, they get a moment to work.
        await NapAsync();
        for (var look = 0; look < Looks && Time.WaitingTimers < timersAtRest + Stalling; look++) await NapAsync();
    }

    /// <summary>Moves the clock, bit by bit, so that whoever wakes works before the next one does.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        for (var left = by; left > TimeSpan.Zero; left -= Moment)
        {
            Time.Advance(left < Moment ? left : Moment);
            await RestAsync();
        }
    }

    /// <summary>Lets a task get as far as it comes without the clock.</summary>
    public async Task<bool> GoesAsync(Task work)
    {
        for (var look = 0; !work.IsCompleted; look++)
        {
            if (look >= Looks) return false;
            await NapAsync();
        }
        await RestAsync();
        return true;
    }

    /// <summary>Lets a task come to its end, moving the clock as far as it takes.</summary>
    public async Task EndAsync(Task work)
    {
        for (var steps = 0; !await GoesAsync(work); steps++)
        {
            steps.ShouldBeLessThan(1_000, "nothing takes that long");
            await AdvanceAsync(Moment);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var plan in Plans) plan.Active = false;
        timersAtRest = 0;
        foreach (var engine in Engines.Append(Auditor)) await EndAsync(engine.DisposeAsync().AsTask());
    }

    private int Stalling => Plans.Sum(plan => plan.Stalling);

    private int Looks => Stalling > 0 ? LooksWhileOneStalls : LooksForRest;

    private Task NapAsync() => Storage.WaitForAppendAsync(Look, CancellationToken.None);

    private async Task LearnRestAsync()
    {
        var same = 0;
        while (same < 20)
        {
            await NapAsync();
            same = Time.WaitingTimers == timersAtRest ? same + 1 : 0;
            timersAtRest = Time.WaitingTimers;
        }
    }

    private async Task<JourneyEngine> EngineAsync(IStorage storage, int ids, bool runProjections)
    {
        // One committer, so that the batches of a process are the same in every run.
        var options = new EngineOptions { RunProjections = runProjections, Intake = new IntakeOptions { Committers = 1 } };
        var engine = new JourneyEngine(storage, EngineHarness.Rooms, options, Time, new SeededIds(ids), NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        return engine;
    }
}
