using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage.Checkpoints;
using JourneyStore.Events;

namespace JourneyStore.Engine.Projections.Checkpoints;

/// <summary>One way through a customer's history, as it stood at a version and on to what was appended since.</summary>
/// <param name="views">What is folded.</param>
/// <param name="spacing">Which checkpoints are kept.</param>
/// <param name="plan">Where the customer stood.</param>
internal sealed class SettlementRun(ViewsFold views, CheckpointSpacing spacing, SettlementPlan plan)
{
    private readonly List<Checkpoint> passed = [];

    public ViewsFold Views => views;

    /// <summary>Up to which version everything is folded, or noted as late.</summary>
    public long Seen { get; private set; } = plan.Version;

    /// <summary>Place of the earliest event appended since that occurred before what was folded by then; null: none did.</summary>
    public OccurrencePlace? Late { get; private set; }

    /// <summary>True when what is folded has been put in.</summary>
    public bool IsPutIn { get; set; }

    /// <summary>The checkpoints that were passed and of which no late event is missing.</summary>
    public IEnumerable<Checkpoint> Sound => passed.Where(one => Late is not { } late || one.Place.CompareTo(late) < 0);

    /// <summary>Folds the next event of the history.</summary>
    public void Pass(JourneyEvent @event)
    {
        views.Apply(@event);
        if (Late is null && spacing.Wants(views.Events, Math.Max(Seen + plan.Joined.Events, views.Events))) passed.Add(views.Mark());
    }

    /// <summary>Goes on with what was appended since, in whatever order: what occurred in order is folded, what came late is noted.</summary>
    public void GoOn(IEnumerable<JourneyEvent> appended)
    {
        foreach (var @event in appended.OrderBy(PlaceOf))
        {
            if (views.Place is { } last && PlaceOf(@event).CompareTo(last) < 0) Late = OccurrencePlace.Earlier(Late, PlaceOf(@event));
            else Pass(@event);
            Seen = Math.Max(Seen, @event.Version);
        }
    }

    private static OccurrencePlace PlaceOf(JourneyEvent @event) => new(@event.OccurredAt, @event.Position);
}
