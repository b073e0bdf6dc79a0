using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Checkpoints;
using JourneyStore.Events;

namespace JourneyStore.Engine.Projections.Checkpoints;

/// <summary>The inline views of one customer on their way through the history, from its beginning or from a checkpoint on.</summary>
internal sealed class ViewsFold
{
    private readonly IReadOnlyList<ICustomerProjection> all;

    private ViewsFold(IReadOnlyList<ICustomerProjection> all) => (this.all, Rows) = (all, new object[all.Count]);

    /// <summary>The rows, view by view.</summary>
    public object[] Rows { get; }

    /// <summary>How many events are folded.</summary>
    public long Events { get; private set; }

    /// <summary>Place of the last of them; null: none is.</summary>
    public OccurrencePlace? Place { get; private set; }

    /// <summary>The highest position among them; 0: none.</summary>
    public long LastPosition { get; private set; }

    /// <summary>The newest moment at which one of them was recorded.</summary>
    public DateTimeOffset LastRecorded { get; private set; }

    /// <summary>From a checkpoint, or, without one, from the beginning.</summary>
    /// <param name="all">The inline views.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="start">The checkpoint; null: none.</param>
    /// <param name="joined">What has joined the customer: what is folded with it is of use for no question about what was known before.</param>
    public static ViewsFold From(IReadOnlyList<ICustomerProjection> all, string customer, Checkpoint? start, JoinedHistory joined)
    {
        var fold = new ViewsFold(all) { LastPosition = joined.LastPosition, LastRecorded = joined.LastRecorded };
        if (start is null)
        {
            for (var i = 0; i < all.Count; i++) fold.Rows[i] = all[i].Start(customer);
            return fold;
        }
        var rows = CheckpointRows.Split(start.Rows, all.Count);
        for (var i = 0; i < rows.Length; i++) fold.Rows[i] = all[i].Read(rows[i].Span);
        (fold.Events, fold.Place) = (start.Events, start.Place);
        fold.LastPosition = Math.Max(start.LastPosition, joined.LastPosition);
        if (start.LastRecorded > joined.LastRecorded) fold.LastRecorded = start.LastRecorded;
        return fold;
    }

    /// <summary>Folds one more event, which occurred after all that are folded.</summary>
    public void Apply(JourneyEvent @event)
    {
        for (var i = 0; i < Rows.Length; i++) Rows[i] = all[i].Apply(Rows[i], @event);
        Events++;
        Place = new OccurrencePlace(@event.OccurredAt, @event.Position);
        LastPosition = Math.Max(LastPosition, @event.Position);
        if (@event.RecordedAt > LastRecorded) LastRecorded = @event.RecordedAt;
    }

    /// <summary>The rows as they are written.</summary>
    public byte[][] Write()
    {
        var written = new byte[Rows.Length][];
        for (var i = 0; i < written.Length; i++) written[i] = all[i].Write(Rows[i]);
        return written;
    }

    /// <summary>What is folded so far as a checkpoint; not without any event.</summary>
    public Checkpoint Mark() => new(Place!.Value, Events, LastPosition, LastRecorded, CheckpointRows.Join(Write()));
}
