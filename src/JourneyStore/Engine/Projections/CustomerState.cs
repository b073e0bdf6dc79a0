using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Checkpoints;

namespace JourneyStore.Engine.Projections;

/// <summary>The inline views of one customer, folded.</summary>
/// <param name="stream">Where the stream stands that they are current for.</param>
/// <param name="newest">Place of the newest event by time of occurrence; null: none.</param>
/// <param name="views">A row a view; null: must be folded from the history.</param>
internal sealed class CustomerState(StreamPlace stream, OccurrencePlace? newest, object?[] views)
{
    public StreamPlace Stream { get; set; } = stream;

    public OccurrencePlace? Newest { get; set; } = newest;

    /// <summary>
    /// The same for as long as the customer is known without a gap: what was true of the customer's names then is true now. A stream that moved
    /// without
    /// this process, because of an erasure maybe, is known anew.
    /// </summary>
    public object Life { get; init; } = new();

    public object?[] Views => views;

    /// <summary>Place of the earliest event that is stored and not folded into the views; null: all are.</summary>
    public OccurrencePlace? UnsettledSince { get; set; }

    /// <summary>What the batch that was folded last changes of the customer's checkpoints; null: nothing.</summary>
    public CheckpointChange? Change { get; set; }

    /// <summary>True when every view has a row, of whatever version, by the fold in use.</summary>
    public bool HasRows { get; set; }

    /// <summary>Cases of which all events are this customer's, as long as the stream stands there: nobody else's event comes to one without a word to
    /// it.</summary>
    public RecentCases Cases { get; } = new();

    /// <summary>Bytes of the rows as last written.</summary>
    public int Bytes { get; set; }
}
