using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Storage;

/// <summary>Which rows of a view: those in use, or those that a rebuild makes beside them.</summary>
public enum Generation
{
    /// <summary>In use.</summary>
    Living,

    /// <summary>Being made beside.</summary>
    Next,
}

/// <summary>Progress of a projection.</summary>
/// <param name="Projection">Its name.</param>
/// <param name="Generation">Which rows.</param>
/// <param name="Version">The version of the fold that made them; empty: the rows of an inline view that are still to be built.</param>
/// <param name="Position">Up to where it is current; -1: an inline view, or a next generation that is not complete.</param>
/// <param name="Problem">Why it stopped; null: it has not.</param>
public sealed record StoredProgress(string Projection, Generation Generation, string Version, long Position, string? Problem)
{
    /// <summary>True for an inline view that came to a store with customers, or that a load has left: what rows there are, are not all.</summary>
    public bool IsToBuild => Version.Length == 0;
}

/// <summary>A group of events: a customer, or a case (its key as text).</summary>
public readonly record struct GroupKey(string Tenant, string Key);

/// <summary>What a session is to know of groups.</summary>
/// <param name="Groups">The groups; of all of them it is told what is parked and skipped.</param>
/// <param name="Unknown">Those of them whose newest event is wanted, and their stored state, or their row where the view has no states.</param>
/// <param name="Cases">True when they are cases.</param>
/// <param name="UpTo">Newest events are looked for up to this position.</param>
public sealed record WantedGroups(IReadOnlyCollection<GroupKey> Groups, IReadOnlyCollection<GroupKey> Unknown, bool Cases, long UpTo)
{
    /// <summary>Nothing.</summary>
    public static WantedGroups None { get; } = new([], [], Cases: false, 0);
}

/// <summary>What a session knows of groups.</summary>
/// <param name="Newest">The place of each group's newest event by time of occurrence, among those asked for; absent: none.</param>
/// <param name="Stored">States or rows; absent: none.</param>
/// <param name="Parked">Those that are parked.</param>
/// <param name="Skipped">Positions of skipped events; true: what is stored was folded with it nevertheless, because its group is parked since.</param>
public sealed record LoadedGroups(
    Dictionary<GroupKey, OccurrencePlace> Newest,
    Dictionary<GroupKey, byte[]> Stored,
    Dictionary<GroupKey, ParkedGroup> Parked,
    Dictionary<long, bool> Skipped)
{
    /// <summary>Nothing is known.</summary>
    public static LoadedGroups Nothing => new([], [], [], []);

    /// <summary>The place of a group's newest event; null: none.</summary>
    public OccurrencePlace? NewestOf(GroupKey group) => Newest.TryGetValue(group, out var place) ? place : null;
}

/// <summary>What a batch of a projection writes.</summary>
public sealed record ProjectionWrites(IReadOnlyList<ViewWrite> Rows, IReadOnlyList<GroupKey> DeletedRows, IReadOnlyList<ViewWrite> States)
{
    /// <summary>Nothing.</summary>
    public static ProjectionWrites None { get; } = new([], [], []);

    /// <summary>Groups that have no state any more.</summary>
    public IReadOnlyList<GroupKey> DeletedStates { get; init; } = [];

    /// <summary>Groups that are parked from now on, or still are, with another reason.</summary>
    public IReadOnlyList<ParkedGroup> Parked { get; init; } = [];

    /// <summary>Groups that go on: no longer parked, and nothing stored holds an event of theirs that is skipped.</summary>
    public IReadOnlyList<GroupKey> Unparked { get; init; } = [];

    /// <summary>True: the rows take the place of others that somebody may remember, who is to forget them.</summary>
    public bool Replaces { get; init; }

    /// <summary>Events that are left out from now on.</summary>
    public IReadOnlyList<SkippedEvent> Skipped { get; init; } = [];
}
