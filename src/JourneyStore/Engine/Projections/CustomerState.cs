using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Projections;

/// <summary>The inline views of one customer, folded.</summary>
/// <param name="stream">Where the stream stands that they are current for.</param>
/// <param name="newest">Place of the newest event by time of occurrence; null: none.</param>
/// <param name="views">A row a view; null: must be folded from the history.</param>
internal sealed class CustomerState(StreamPlace stream, OccurrencePlace? newest, object?[] views)
{
    public StreamPlace Stream { get; set; } = stream;

    public OccurrencePlace? Newest { get; set; } = newest;

    public object?[] Views => views;

    /// <summary>True when every view has a row, of whatever version, by the fold in use.</summary>
    public bool HasRows { get; set; }

    /// <summary>Bytes of the rows as last written.</summary>
    public int Bytes { get; set; }
}
