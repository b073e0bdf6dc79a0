using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Projections;

/// <summary>The inline views of one customer, folded.</summary>
/// <param name="version">Version of the stream they are current for.</param>
/// <param name="newest">Place of the newest event by time of occurrence; null: none.</param>
/// <param name="views">A row a view; null: must be folded from the history.</param>
internal sealed class CustomerState(long version, OccurrencePlace? newest, object?[] views)
{
    public long Version { get; set; } = version;

    public OccurrencePlace? Newest { get; set; } = newest;

    public object?[] Views => views;

    /// <summary>Bytes of the rows as last written.</summary>
    public long Bytes { get; set; }
}
