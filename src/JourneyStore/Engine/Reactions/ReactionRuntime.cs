using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Reactions;
using JourneyStore.Events;
using Wolverine.Runtime;

namespace JourneyStore.Engine.Reactions;

/// <summary>What the subscriptions and the follower of one process share.</summary>
internal sealed class ReactionRuntime
{
    /// <summary>How long a claim holds that is not renewed: as long as customers wait whose process has died.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan HoldEvery = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, ReactionQueue> queues;
    private readonly EventReader reader;
    private TaskCompletionSource wanted = Make();

    public ReactionRuntime(JourneyEngine engine, ReactionSet reactions, IWolverineRuntime wolverine)
    {
        (Storage, Time, Set, reader) = (engine.Storage, engine.Time, reactions, engine.Reader);
        queues = reactions.Active.ToDictionary(
            reaction => reaction.Name, reaction => new ReactionQueue(reaction, reactions.Options, wolverine, Time));
    }

    public Database Storage { get; }

    public TimeProvider Time { get; }

    public ReactionSet Set { get; }

    /// <summary>The names under which events are stored of which a reaction is told.</summary>
    public string[] StoredTypesOf(ReactionInfo reaction) => [.. reaction.Types.SelectMany(reader.StoredTypesOf)];

    public ReactionQueue QueueOf(string reaction) => queues[reaction];

    public JourneyEvent Read(StoredEvent stored) => reader.Read(stored);

    public async Task<IReadOnlyList<JourneyEvent>> ReadAsync(long[] positions, CancellationToken ct) =>
        [.. (await Storage.ReadToldAsync(positions, ct)).Select(stored => reader.Read(stored))];

    /// <summary>Keeps a customer who is behind from being taken by another process while this one tells it of an event.</summary>
    /// <param name="behind">The customer; from the event on.</param>
    /// <param name="telling">Ends when it is told.</param>
    public async Task<T> HoldAsync<T>(Behind behind, Task<T> telling)
    {
        while (await Task.WhenAny(telling, Task.Delay(HoldEvery, Time)) != telling)
        {
            try
            {
                await Storage.HoldBehindAsync(behind, Time.GetUtcNow() + Lease, CancellationToken.None);
            }
            catch (StoreException)
            {
                // The database is away; another process may take the customer when it is back, and tell the event a second time.
            }
        }
        return await telling;
    }

    /// <summary>What has become of an event that a page was not to wait for.</summary>
    public async Task CameLateAsync(Behind behind, DeliveryOutcome outcome)
    {
        var now = Time.GetUtcNow();
        if (outcome.IsOver) await Storage.AdvanceBehindAsync(behind, behind.From + 1, now, CancellationToken.None);
        else if (outcome.Kind == DeliveryKind.Later)
            await Storage.FailBehindAsync(behind, outcome.Tries, outcome.DueAt, outcome.Reason, CancellationToken.None);
        Wake();
    }

    /// <summary>Somebody is due; never waits.</summary>
    public void Wake() => Volatile.Read(ref wanted).TrySetResult();

    /// <summary>Waits until somebody calls, at most so long.</summary>
    public async Task WantedAsync(TimeSpan atMost, CancellationToken ct)
    {
        try
        {
            await Volatile.Read(ref wanted).Task.WaitAsync(atMost, Time, ct);
        }
        catch (TimeoutException)
        {
            // Nobody called; something may have become due all the same.
        }
        // Before the look at what is due: who calls during it calls for the next one.
        Interlocked.Exchange(ref wanted, Make());
    }

    private static TaskCompletionSource Make() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
