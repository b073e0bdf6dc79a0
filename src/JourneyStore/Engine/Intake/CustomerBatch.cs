using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Intake;

/// <summary>What one batch adds to one customer.</summary>
/// <param name="key">The customer.</param>
/// <param name="before">Where the stream stands before the batch; null: it begins now.</param>
internal sealed class CustomerBatch(CustomerKey key, StreamPlace? before)
{
    private readonly List<Fate> added = new(1);

    public CustomerKey Key => key;

    public StreamPlace? Before => before;

    /// <summary>Version after the batch.</summary>
    public long Version { get; private set; } = before?.Version ?? 0;

    /// <summary>Place of the newest of the events by time of occurrence; null: none. Once positions are drawn.</summary>
    public OccurrencePlace? Newest => added.Count == 0 ? null : added.Max(fate => new OccurrencePlace(fate.Event.OccurredAt, fate.Position));

    /// <summary>The events, by version.</summary>
    public IReadOnlyList<Fate> Added => added;

    /// <summary>Where the stream stands after the batch: a clock may go back, the moment of a stream does not.</summary>
    public StreamPlace After(DateTimeOffset now) => new(Version, before is { } known && known.At > now ? known.At : now);

    public void Add(Fate fate)
    {
        fate.Place(this, ++Version);
        added.Add(fate);
    }
}
