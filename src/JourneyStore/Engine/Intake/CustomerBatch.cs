using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Intake;

/// <summary>What one batch adds to one customer.</summary>
internal sealed class CustomerBatch(CustomerKey key, LoadedStream? stream)
{
    private readonly List<(AcceptedEvent Event, long Position, long Version)> added = [];

    public CustomerKey Key => key;

    /// <summary>The stream as it stood; null: it begins now.</summary>
    public LoadedStream? Stream => stream;

    /// <summary>Version after the batch.</summary>
    public long Version { get; private set; } = stream?.Version ?? 0;

    public IReadOnlyList<(AcceptedEvent Event, long Position, long Version)> Added => added;

    public void Add(AcceptedEvent @event, long position) => added.Add((@event, position, ++Version));
}
