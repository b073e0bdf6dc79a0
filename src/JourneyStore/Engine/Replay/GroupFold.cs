using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Replay;

/// <summary>
/// How one view folds group after group of the log, each from its first event. A group whose event it cannot take is put aside, when the scope
/// says so; other views that are fed the same events know nothing of it. Not for concurrent use.
/// </summary>
internal abstract class GroupFold(FoldScope scope)
{
    private GroupKey group;
    private StoredEvent last;
    private long taken;
    private long own;
    private bool parked;

    public FoldScope Scope => scope;

    /// <summary>Events met, up to where the scope ends, whatever became of them.</summary>
    public long Events { get; private set; }

    /// <summary>Groups that came to a row, or to a state.</summary>
    public long Rows { get; private set; }

    protected GroupKey Group => group;

    /// <summary>What follows are the events of this group.</summary>
    public void Begin(GroupKey next)
    {
        (group, taken, own, parked) = (next, 0, 0, false);
        Start();
    }

    /// <summary>The group's next event in the order they occurred.</summary>
    public void Take(in StoredEvent stored, EventOnce read)
    {
        if (stored.Position > scope.ReadUpTo) return;
        Events++;
        if (parked || !scope.Takes(group, stored)) return;
        try
        {
            Apply(read.Of(stored));
            last = stored;
            taken++;
            own = Math.Max(own, stored.Version);
        }
        catch (Exception reason) when (scope.Parks && PoisonEventException.IsPoison(reason))
        {
            Park(stored, reason);
        }
    }

    /// <summary>The group's row, or its state; null: it has none.</summary>
    public ViewWrite? End()
    {
        if (taken == 0 || parked) return null;
        byte[] json;
        try
        {
            json = Write();
        }
        catch (Exception reason) when (scope.Parks && PoisonEventException.IsPoison(reason))
        {
            Park(last, reason);
            return null;
        }
        Keep();
        Rows++;
        return new ViewWrite(group.Tenant, group.Key, json, scope.ReadUpTo ?? own);
    }

    /// <summary>What the groups so far add to the rows of a view across customers.</summary>
    public virtual IReadOnlyList<ViewWrite> WriteSums() => [];

    protected abstract void Start();

    protected abstract void Apply(JourneyEvent @event);

    protected abstract byte[] Write();

    /// <summary>The group is whole: what it gave counts.</summary>
    protected virtual void Keep()
    {
    }

    private void Park(in StoredEvent stored, Exception reason)
    {
        parked = true;
        scope.Park(group, new PoisonEventException(stored, reason));
    }
}
