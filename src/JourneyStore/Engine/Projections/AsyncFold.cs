using System.Runtime.CompilerServices;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Projecting;

namespace JourneyStore.Engine.Projections;

/// <summary>
/// How one async projection folds a part of the log. A group whose event cannot be folded is parked together with the progress; the other
/// groups go on, and its own later events wait in the log.
/// </summary>
internal abstract class AsyncFold(ViewTable table)
{
    protected const int Page = 2_000;

    public ViewTable Table => table;

    /// <summary>True when groups are cases, false when they are customers.</summary>
    public abstract bool ByCase { get; }

    /// <summary>Folds a part of the log and moves the progress, in one transaction.</summary>
    /// <param name="storage">The database.</param>
    /// <param name="generation">Which rows.</param>
    /// <param name="batch">The part.</param>
    /// <param name="memory">What the caller remembers of groups; it is cleared when somebody else moved the progress or replaced the rows.</param>
    /// <param name="ct">Ends it; after that, and after a failure, the memory is to be cleared.</param>
    /// <returns>False when the progress did not stand where the batch begins, or rows that are remembered have been replaced; nothing is written
    /// then.</returns>
    public async Task<bool> CommitAsync(Database storage, Generation generation, FoldBatch batch, GroupMemory memory, CancellationToken ct)
    {
        var groups = Group(batch);
        var joins = ByCase ? BatchJoins.None : BatchJoins.Of(batch.Events);
        HashSet<GroupKey> joined = [.. joins.Joined];
        groups.RemoveAll(group => joined.Contains(group.Group));
        var (known, unknown) = Recall(groups, memory);
        var wanted = new WantedGroups([.. groups.Select(group => group.Group), .. joined], unknown, ByCase, batch.From);
        await using var session = await storage.BeginProjectionAsync(Table, generation, wanted, ct);
        // Of rows in use that were replaced, what was read before may be of before as well: the events of somebody who was erased meanwhile.
        if (!memory.SeeSwitches(session.Switches) && (known.Count > 0 || generation == Generation.Living)) return Forget(memory);
        if (session.Position != batch.From) return Forget(memory);
        if (groups.Count == 0) return await session.CommitAsync(ProjectionWrites.None, batch.From, batch.To, ct) || Forget(memory);
        Leave(groups, session.Loaded);
        var folded = await FoldAsync(session, groups, known, session.Loaded, batch, joins, ct);
        var writes = joined.Count == 0 ? folded.Writes : Without(joined, folded.Writes);
        if (!await session.CommitAsync(writes, batch.From, batch.To, ct)) return Forget(memory);
        foreach (var group in joined) memory.TryTake(group, out _);
        foreach (var (group, state, bytes) in folded.States) memory.Put(group, state, bytes);
        return true;
    }

    /// <summary>
    /// Folds a parked group's whole history up to the progress, in one transaction that the projection's own batches wait for. What cannot be
    /// folded now stays parked with its new reason.
    /// </summary>
    /// <param name="storage">The database.</param>
    /// <param name="group">The group.</param>
    /// <param name="skip">Makes the record of an event to leave out from now on; null: none.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The group as it is afterwards; null: it is not parked, because it never was or goes on now.</returns>
    public async Task<Retried> RetryAsync(Database storage, GroupKey group, Func<ParkedGroup, SkippedEvent>? skip, CancellationToken ct)
    {
        var wanted = new WantedGroups([group], [], ByCase, UpTo: 0);
        await using var session = await storage.BeginProjectionAsync(Table, Generation.Living, wanted, ct);
        var (position, loaded) = (session.Position, session.Loaded);
        if (!loaded.Parked.TryGetValue(group, out var parked)) return new Retried(WasParked: false, null);
        IReadOnlyList<SkippedEvent> skipped = skip is null ? [] : [skip(parked)];
        foreach (var one in skipped) loaded.Skipped[one.Position] = one.StillStored;
        ProjectionWrites writes;
        ParkedGroup? still = null;
        try
        {
            writes = await RefoldAsync(session, parked, loaded.Skipped, position, ct) with { Unparked = [group], Skipped = skipped };
        }
        catch (PoisonEventException poison)
        {
            still = parked with { Position = poison.Stored.Position, EventType = poison.Stored.Type, Reason = poison.Reason, Tries = parked.Tries
                + 1 };
            writes = ProjectionWrites.None with { Parked = [still], Skipped = skipped };
        }
        if (!await session.CommitAsync(writes, position, position, ct)) throw new InvalidOperationException("The progress moved while it was locked.");
        return new Retried(WasParked: true, still);
    }

    /// <summary>The group an event belongs to; null: none.</summary>
    public abstract string? KeyOf(StoredEvent stored);

    /// <summary>A group that is parked because of an event.</summary>
    public ParkedGroup Park(GroupKey group, PoisonEventException poison, long foldedTo, DateTimeOffset now) => new(
        group, SubjectOf(poison.Stored), poison.Stored.Position, poison.Stored.Type, poison.Reason, now, Tries: 1, foldedTo);

    /// <summary>Folds groups that are not parked, those anew from their history whom others have joined.</summary>
    protected abstract Task<FoldedBatch> FoldAsync(
        ProjectionSession session, IReadOnlyList<(GroupKey Group, List<StoredEvent> Events)> groups, IReadOnlyDictionary<GroupKey, GroupState> known,
        LoadedGroups loaded, FoldBatch batch, BatchJoins joins, CancellationToken ct);

    /// <summary>Folds one group's history up to a position again, whatever of it is stored.</summary>
    /// <exception cref="PoisonEventException">An event cannot be folded.</exception>
    protected abstract Task<ProjectionWrites> RefoldAsync(
        ProjectionSession session, ParkedGroup parked, IReadOnlyDictionary<long, bool> skipped, long upTo, CancellationToken ct);

    /// <summary>A group's history up to a position, in the order things occurred.</summary>
    protected async IAsyncEnumerable<StoredEvent> HistoryAsync(
        ProjectionSession session, GroupKey group, long upTo, [EnumeratorCancellation] CancellationToken ct)
    {
        var query = ByCase
            ? new HistoryQuery(group.Tenant, null, Guid.Parse(group.Key), null, upTo, null, null, Page)
            : new HistoryQuery(group.Tenant, group.Key, null, null, upTo, null, null, Page);
        while (true)
        {
            var page = await session.ReadHistoryAsync(query, ct);
            foreach (var stored in page) yield return stored;
            if (page.Count < query.Limit) yield break;
            query = query with { After = page[^1].Place };
        }
    }

    /// <summary>Reads or writes what a group's fold left, on account of the event that asked for it.</summary>
    protected static T OnAccountOf<T>(StoredEvent stored, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception reason) when (PoisonEventException.IsPoison(reason))
        {
            throw new PoisonEventException(stored, reason);
        }
    }

    private string SubjectOf(StoredEvent stored)
    {
        if (!ByCase) return stored.Customer;
        var envelope = EventHeaders.Read(stored.Headers.Span, stored.Type, stored.OccurredAt, default);
        return $"{envelope.Process}/{envelope.CaseId}";
    }

    /// <summary>The events of each group of the batch in the order they occurred; groups in order of first appearance.</summary>
    private List<(GroupKey Group, List<StoredEvent> Events)> Group(FoldBatch batch)
    {
        var groups = new List<(GroupKey, List<StoredEvent>)>();
        var at = new Dictionary<GroupKey, List<StoredEvent>>();
        foreach (var stored in batch.Events)
        {
            if (KeyOf(stored) is not { } key) continue;
            var group = new GroupKey(stored.Tenant, key);
            if (!at.TryGetValue(group, out var list))
            {
                at.Add(group, list = []);
                groups.Add((group, list));
            }
            list.Add(stored);
        }
        foreach (var (_, list) in groups) list.Sort((a, b) => a.Place.CompareTo(b.Place));
        return groups;
    }

    private static (Dictionary<GroupKey, GroupState> Known, List<GroupKey> Unknown) Recall(
        List<(GroupKey Group, List<StoredEvent> Events)> groups, GroupMemory memory)
    {
        var (known, unknown) = (new Dictionary<GroupKey, GroupState>(groups.Count), new List<GroupKey>());
        foreach (var (group, _) in groups)
        {
            if (memory.TryTake(group, out var state)) known.Add(group, state);
            else unknown.Add(group);
        }
        return (known, unknown);
    }

    /// <summary>Nothing is kept of customers who have joined others.</summary>
    private ProjectionWrites Without(HashSet<GroupKey> joined, ProjectionWrites writes) => writes with
    {
        DeletedRows = Table.HasState ? writes.DeletedRows : [.. writes.DeletedRows, .. joined],
        DeletedStates = Table.HasState ? [.. joined] : [],
        Unparked = [.. writes.Unparked, .. joined],
    };

    private static bool Forget(GroupMemory memory)
    {
        memory.Clear();
        return false;
    }

    /// <summary>Takes out what is not to be folded: groups that wait, and events that are left out.</summary>
    private static void Leave(List<(GroupKey Group, List<StoredEvent> Events)> groups, LoadedGroups loaded)
    {
        if (loaded.Parked.Count == 0 && loaded.Skipped.Count == 0) return;
        foreach (var (_, events) in groups) events.RemoveAll(stored => loaded.Skipped.ContainsKey(stored.Position));
        groups.RemoveAll(group => group.Events.Count == 0 || loaded.Parked.ContainsKey(group.Group));
    }
}

/// <summary>What a fold makes of a batch.</summary>
/// <param name="Writes">What is written.</param>
/// <param name="States">Where its groups stand afterwards, with the bytes of each as stored.</param>
internal readonly record struct FoldedBatch(ProjectionWrites Writes, IReadOnlyList<(GroupKey Group, GroupState State, int Bytes)> States);

/// <summary>What came of a retry.</summary>
/// <param name="WasParked">False: there was nothing to retry.</param>
/// <param name="Still">The group, when it is parked afterwards; null: it is not.</param>
internal readonly record struct Retried(bool WasParked, ParkedGroup? Still);
