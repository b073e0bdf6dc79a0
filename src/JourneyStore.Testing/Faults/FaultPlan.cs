using System.Globalization;

namespace JourneyStore.Testing.Faults;

/// <summary>
/// What goes wrong, and where, in the life of one process: decided by a seed. The decision about the n-th call of a kind depends on the
/// seed, the kind and n alone, so what other threads do meanwhile changes nothing in it.
/// </summary>
/// <param name="seed">Tells plans apart.</param>
/// <param name="time">The clock by which stalled transactions stall.</param>
public sealed class FaultPlan(int seed, TimeProvider time)
{
    // Reads are many; if they failed as often as commits do, nothing else would ever happen.
    private const double ShareOfReads = 0.1;
    private static readonly Fault[] OfAppends = [Fault.NotDone, Fault.ReplyLost, Fault.Stalled];
    private static readonly Fault[] OfCommits = [Fault.NotDone, Fault.ReplyLost];
    private static readonly Fault[] OfOwnership = [Fault.NotDone, Fault.GrantedTwice];

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> calls = [];
    private readonly List<string> story = [];
    private int stalling;

    /// <summary>Share of commits and of ownerships that meet a fault; reads meet a tenth of it. Default 0.25; range 0 to 1.</summary>
    public double Rate { get; init; } = 0.25;

    /// <summary>Longest time for which a transaction stalls. Default 5 seconds of the clock given.</summary>
    public TimeSpan LongestStall { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>False: from now on nothing goes wrong. What stalls goes on to its end.</summary>
    public bool Active { get; set; } = true;

    /// <summary>Transactions that stall now, with their positions drawn and their locks held.</summary>
    public int Stalling => Volatile.Read(ref stalling);

    /// <summary>What went wrong so far, in order, for the message of a failed test.</summary>
    public IReadOnlyList<string> Story
    {
        get
        {
            lock (gate) return [.. story];
        }
    }

    /// <summary>What becomes of a call.</summary>
    internal Fault Next(string call)
    {
        lock (gate)
        {
            var count = calls[call] = calls.GetValueOrDefault(call) + 1;
            if (!Active) return Fault.None;
            var possible = Possible(call);
            var chance = new Random((int)Mix(Mix((ulong)seed, call), count.ToString(CultureInfo.InvariantCulture)));
            if (possible.Length == 0 || chance.NextDouble() >= (possible.Length > 1 ? Rate : Rate * ShareOfReads)) return Fault.None;
            var fault = possible[chance.Next(possible.Length)];
            story.Add($"{call} {count}: {fault}");
            return fault;
        }
    }

    /// <summary>Waits on the clock.</summary>
    internal async Task StallAsync(string call)
    {
        Interlocked.Increment(ref stalling);
        try
        {
            var chance = new Random((int)Mix((ulong)seed, call));
            await Task.Delay(LongestStall * Math.Max(0.1, chance.NextDouble()), time);
        }
        finally
        {
            Interlocked.Decrement(ref stalling);
        }
    }

    /// <summary>Waits on the clock, as for a message that another process may send.</summary>
    internal Task PauseAsync(TimeSpan atMost, CancellationToken ct) => Task.Delay(atMost, time, ct);

    private static Fault[] Possible(string call) => call switch
    {
        "append.CommitAsync" => OfAppends,
        "projection.CommitAsync" or "part.CommitAsync" or "storage.PromoteAsyncViewAsync" or "storage.PromoteInlineAsync" => OfCommits,
        "ownership.LookAsync" or "ownership.TryTakeAsync" => OfOwnership,
        // What may not fail by its contract, and the beginning of a process.
        "append.RollbackAsync" or "storage.PrepareAsync" => [],
        _ => [Fault.NotDone],
    };

    // The runtime's own hashes differ from process to process.
    private static ulong Mix(ulong state, string text)
    {
        foreach (var letter in text) state = (state ^ letter) * 0x100000001B3;
        state ^= state >> 31;
        return state * 0x9E3779B97F4A7C15 ^ state >> 27;
    }
}

/// <summary>What goes wrong with one call.</summary>
internal enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The connection was lost before anything happened.</summary>
    NotDone,

    /// <summary>All was done, and the connection was lost before the answer.</summary>
    ReplyLost,

    /// <summary>It happens, but later.</summary>
    Stalled,

    /// <summary>Ownership that another process has is granted all the same.</summary>
    GrantedTwice,
}
