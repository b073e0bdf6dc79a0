using System.Threading.Channels;
using JourneyStore.Engine.Errors;

namespace JourneyStore.Engine.Intake;

/// <summary>
/// The bounded queues before the committers, one a partition of customers: two batches at work never want the same customer's stream
/// unless the customer goes by different identifiers. Full means refused at once, never grown.
/// </summary>
internal sealed class IntakeQueue(IntakeOptions options)
{
    private readonly Channel<IntakeWork>[] lanes =
        [.. Enumerable.Range(0, options.Committers).Select(_ => Channel.CreateUnbounded<IntakeWork>(new UnboundedChannelOptions { SingleReader = true }))];

    private int waitingEvents;
    private long waitingBytes;
    private bool closed;

    public int WaitingEvents => Volatile.Read(ref waitingEvents);

    public int Lanes => lanes.Length;

    public ChannelReader<IntakeWork> Lane(int at) => lanes[at].Reader;

    /// <summary>Which lane an event belongs to: by the first name of its customer, else by its case.</summary>
    public int LaneOf(AcceptedEvent @event)
    {
        if (lanes.Length == 1) return 0;
        var hash = @event.OwnId is not null ? @event.OwnId.GetHashCode()
            : @event.Identifiers.Length > 0 ? @event.Identifiers[0].Identifier.GetHashCode()
            : (@event.Case ?? @event.Key.Key).GetHashCode();
        return (int)((uint)hash % (uint)lanes.Length);
    }

    /// <summary>Takes all of a request's works or none.</summary>
    /// <exception cref="IntakeFullException">There is no room.</exception>
    public void Put(IReadOnlyList<(int Lane, IntakeWork Work)> works)
    {
        if (Volatile.Read(ref closed)) throw new StoreException("stopping", "The store is stopping; repeat the request when it is back.");
        var (events, bytes) = (0, 0L);
        foreach (var (_, work) in works) (events, bytes) = (events + work.Events.Count, bytes + work.Bytes);
        // A request larger than the whole queue may enter when nothing waits, or it could never be served.
        var before = Interlocked.Add(ref waitingEvents, events) - events;
        var bytesBefore = Interlocked.Add(ref waitingBytes, bytes) - bytes;
        if (before > 0 && (before + events > options.MaxWaitingEvents || bytesBefore + bytes > options.MaxWaitingBytes))
        {
            Release(events, bytes);
            throw new IntakeFullException(TimeSpan.FromSeconds(1));
        }
        Telemetry.QueueDepth.Add(events);
        foreach (var (lane, work) in works)
            if (!lanes[lane].Writer.TryWrite(work))
            {
                Finished(work);
                work.Fail(new StoreException("stopping", "The store is stopping; repeat the request when it is back."));
            }
    }

    /// <summary>The work has left the queue and its batch is finished.</summary>
    public void Finished(IntakeWork work)
    {
        Telemetry.QueueDepth.Add(-work.Events.Count);
        Release(work.Events.Count, work.Bytes);
    }

    /// <summary>No more works; the lanes end when they are empty.</summary>
    public void Close()
    {
        Volatile.Write(ref closed, true);
        foreach (var lane in lanes) lane.Writer.TryComplete();
    }

    private void Release(int events, long bytes)
    {
        Interlocked.Add(ref waitingEvents, -events);
        Interlocked.Add(ref waitingBytes, -bytes);
    }
}
