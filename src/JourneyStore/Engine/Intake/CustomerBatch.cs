using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Intake;

/// <summary>What one batch adds to one customer.</summary>
/// <param name="key">The customer.</param>
/// <param name="before">Where the stream stands before the batch; null: it begins now.</param>
internal sealed class CustomerBatch(CustomerKey key, StreamPlace? before)
{
    private readonly List<(AcceptedEvent Event, long Position, long Version)> added = new(1);

    public CustomerKey Key => key;

    public StreamPlace? Before => before;

    /// <summary>Version after the batch.</summary>
    public long Version { get; private set; } = before?.Version ?? 0;

    public IReadOnlyList<(AcceptedEvent Event, long Position, long Version)> Added => added;

    public void Add(AcceptedEvent @event, long position) => added.Add((@event, position, ++Version));
}
