using System.Threading.Channels;
using JourneyStore.Engine.Errors;

namespace JourneyStore.Engine.Intake;

/// <summary>
/// The bounded queues before the committers, one a partition of customers: two batches at work seldom want the same customer's stream.
/// Full means refused at once, never grown.
/// </summary>
internal sealed class IntakeQueue(IntakeOptions options)
{
    private readonly Channel<IntakeWork>[] lanes =
        [.. Enumerable.Range(0, options.Committers)
            .Select(_ => Channel.CreateUnbounded<IntakeWork>(new UnboundedChannelOptions { SingleReader = true }))];

    // FNV-1a, 64 bits (Fowler, Noll, Vo): the same lane in every process and at every start.
    private const ulong Prime = 1099511628211;

    private int waitingEvents;
    private long waitingBytes;
    private bool closed;

    public int WaitingEvents => Volatile.Read(ref waitingEvents);

    public int Lanes => lanes.Length;

    public ChannelReader<IntakeWork> Lane(int at) => lanes[at].Reader;

    /// <summary>Takes a work.</summary>
    /// <exception cref="IntakeFullException">There is no room.</exception>
    public void Put(IntakeWork work)
    {
        if (Volatile.Read(ref closed)) throw Stopping();
        // A request larger than the whole queue may enter when nothing waits, or it could never be served.
        var before = Interlocked.Add(ref waitingEvents, work.Events.Count) - work.Events.Count;
        var bytesBefore = Interlocked.Add(ref waitingBytes, work.Bytes) - work.Bytes;
        if (before > 0 && (before + work.Events.Count > options.MaxWaitingEvents || bytesBefore + work.Bytes > options.MaxWaitingBytes))
        {
            Release(work.Events.Count, work.Bytes);
            throw new IntakeFullException(TimeSpan.FromSeconds(1));
        }
        Telemetry.QueueDepth.Add(work.Events.Count);
        if (lanes[LaneOf(work.Events[0])].Writer.TryWrite(work)) return;
        Finished(work);
        throw Stopping();
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

    // By the first name of its first event's customer, else by the case: mostly, all that comes of a customer goes the same way.
    private int LaneOf(AcceptedEvent first)
    {
        if (lanes.Length == 1) return 0;
        var name = first.OwnId ?? (first.Identifiers.Length > 0 ? first.Identifiers[0].Identifier : null);
        var hash = 14695981039346656037UL;
        if (name is null) foreach (var octet in (first.Case ?? first.Key.Key).ToByteArray()) hash = (hash ^ octet) * Prime;
        else foreach (var letter in name) hash = (hash ^ letter) * Prime;
        return (int)(hash % (uint)lanes.Length);
    }

    private static StoreException Stopping() => new("stopping", "The store is stopping; repeat the request when it is back.");

    private void Release(int events, long bytes)
    {
        Interlocked.Add(ref waitingEvents, -events);
        Interlocked.Add(ref waitingBytes, -bytes);
    }
}
