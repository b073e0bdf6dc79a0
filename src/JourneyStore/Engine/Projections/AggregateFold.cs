using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Projecting;

namespace JourneyStore.Engine.Projections;

/// <summary>
/// Folds an aggregate. In order, a group's state goes on and its deltas are added to the rows. When an event is late for its group, the
/// group's history is folded twice in one pass, without and with the new events: the rows lose what the first emitted and gain what the second did.
/// </summary>
internal sealed class AggregateFold(IAggregateProjection view, ViewTable table, EventReader reader) : AsyncFold(table)
{
    public IAggregateProjection View => view;

    public override bool ByCase => view.Grouping == Grouping.Case;

    public override string? KeyOf(StoredEvent stored)
    {
        if (!ByCase) return stored.Customer;
        var (process, caseId) = EventHeaders.CaseOf(stored.Headers.Span);
        return EventKey.OfCase(stored.Tenant, process, caseId)?.ToString();
    }

    /// <summary>A group's state after one more event.</summary>
    /// <exception cref="PoisonEventException">The event cannot be folded.</exception>
    private object Apply(object state, StoredEvent stored, Emit<object> emit)
    {
        try
        {
            return view.Apply(state, reader.Read(stored), emit);
        }
        catch (Exception reason) when (PoisonEventException.IsPoison(reason))
        {
            throw new PoisonEventException(stored, reason);
        }
    }

    protected override async Task<FoldedBatch> FoldAsync(
        ProjectionSession session, IReadOnlyList<(GroupKey Group, List<StoredEvent> Events)> groups, IReadOnlyDictionary<GroupKey, GroupState> known,
        LoadedGroups loaded, FoldBatch batch, BatchJoins joins, CancellationToken ct)
    {
        var (folded, parked) = (new List<FoldedGroup>(groups.Count), new List<ParkedGroup>());
        foreach (var (group, added) in groups)
        {
            try
            {
                var deltas = new RowDeltas(view);
                var last = known.TryGetValue(group, out var remembered) ? remembered.Newest : loaded.NewestOf(group);
                var late = last is { } newest && added[0].Place.CompareTo(newest) < 0;
                object state;
                if (joins.Of(group) is { } joined)
                {
                    foreach (var one in (GroupKey[])[group, .. joined])
                        await TakeBackAsync(session, one, loaded.Parked.GetValueOrDefault(one)?.FoldedTo ?? batch.From, loaded.Skipped, deltas, ct);
                    state = await FoldAgainAsync(
                        session, group, batch.To, before: _ => false, after: stored => !loaded.Skipped.ContainsKey(stored.Position), deltas, ct);
                }
                else if (last is null) state = Apply(view.Start(), added, group, deltas);
                else if (!late && remembered is not null) state = Apply(remembered.Fold, added, group, deltas);
                else if (!late && loaded.Stored.TryGetValue(group, out var json))
                    state = Apply(OnAccountOf(added[0], () => view.ReadState(json)), added, group, deltas);
                else
                    state = await FoldAgainAsync(
                        session, group, batch.To, before: stored => stored.Position <= batch.From && !loaded.Skipped.ContainsKey(stored.Position),
                        after: stored => !loaded.Skipped.ContainsKey(stored.Position), deltas, ct);
                folded.Add(new FoldedGroup(
                    group, added[^1], deltas, OnAccountOf(added[^1], () => view.WriteState(state)),
                    new GroupState(state, OccurrencePlace.Later(last, added[^1].Place))));
            }
            catch (PoisonEventException poison)
            {
                parked.Add(Park(group, poison, batch.From, batch.Now));
            }
        }
        var writes =
            await RowsAsync(session, folded, batch.To, refused: poison => parked.Add(Park(poison.Group, poison.Reason, batch.From, batch.Now)), ct);
        return new FoldedBatch(writes with { Parked = parked }, folded.ConvertAll(group => (group.Group, group.Stands, group.State.Length)));
    }

    protected override async Task<ProjectionWrites> RefoldAsync(
        ProjectionSession session, ParkedGroup parked, IReadOnlyDictionary<long, bool> skipped, long upTo, CancellationToken ct)
    {
        var deltas = new RowDeltas(view);
        var state = await FoldAgainAsync(
            session, parked.Group, upTo,
            before: stored => stored.Position <= parked.FoldedTo && (!skipped.TryGetValue(stored.Position, out var stillStored) || stillStored),
            after: stored => !skipped.ContainsKey(stored.Position), deltas, ct);
        var poison = new StoredEvent { Position = parked.Position, Type = parked.EventType };
        var group = new FoldedGroup(parked.Group, poison, deltas, OnAccountOf(poison, () => view.WriteState(state)), new GroupState(state, default));
        return await RowsAsync(session, [group], upTo, refused: refusal => throw refusal.Reason, ct);
    }

    private object Apply(object state, List<StoredEvent> added, GroupKey group, RowDeltas deltas)
    {
        foreach (var stored in added) state = Apply(state, stored, (key, delta) => deltas.Add(group.Tenant, key, delta));
        return state;
    }

    /// <summary>Takes away what a group that was a customer by itself had emitted.</summary>
    private async Task TakeBackAsync(
        ProjectionSession session, GroupKey group, long foldedTo, IReadOnlyDictionary<long, bool> skipped, RowDeltas deltas, CancellationToken ct)
    {
        var old = view.Start();
        await foreach (var stored in HistoryAsync(session, group, foldedTo, ct))
            if (!skipped.TryGetValue(stored.Position, out var stillStored) || stillStored)
                old = Apply(old, stored, (key, delta) => deltas.Add(group.Tenant, key, view.Negate(delta)));
    }

    private async Task<object> FoldAgainAsync(
        ProjectionSession session, GroupKey group, long upTo, Func<StoredEvent, bool> before, Func<StoredEvent, bool> after, RowDeltas deltas,
        CancellationToken ct)
    {
        var (old, anew) = (view.Start(), view.Start());
        await foreach (var stored in HistoryAsync(session, group, upTo, ct))
        {
            if (before(stored)) old = Apply(old, stored, (key, delta) => deltas.Add(group.Tenant, key, view.Negate(delta)));
            if (after(stored)) anew = Apply(anew, stored, (key, delta) => deltas.Add(group.Tenant, key, delta));
        }
        return anew;
    }

    /// <summary>Adds what groups emitted to the rows. A group whose share a row does not take is refused; the others' is added without it.</summary>
    private async Task<ProjectionWrites> RowsAsync(
        ProjectionSession session, List<FoldedGroup> groups, long to, Action<(GroupKey Group, PoisonEventException Reason)> refused,
        CancellationToken ct)
    {
        var keys = groups.SelectMany(group => group.Deltas.Keys).ToHashSet();
        var stored = keys.Count == 0 ? [] : await session.LockRowsAsync(keys, ct);
        while (true)
        {
            // A row that cannot be read is no group's fault: the projection stops where it is, visibly.
            var old = stored.ToDictionary(row => row.Key, row => view.ReadRow(row.Value));
            FoldedGroup? culprit = null;
            PoisonEventException? reason = null;
            try
            {
                var sums = new RowDeltas(view);
                foreach (var group in groups) sums.Add((culprit = group).Deltas);
                culprit = null;
                var (rows, gone) = AddAll(old, sums, to);
                return new ProjectionWrites(rows, gone,
                    groups.ConvertAll(group => new ViewWrite(group.Group.Tenant, group.Group.Key, group.State, to)));
            }
            catch (Exception exception) when (PoisonEventException.IsPoison(exception))
            {
                culprit ??= groups.Find(group => (reason = Refusal(stored, group, to)) is not null);
                if (culprit is null) throw;
                refused((culprit.Group, reason ?? new PoisonEventException(culprit.Last, exception)));
                groups.Remove(culprit);
            }
        }
    }

    private PoisonEventException? Refusal(Dictionary<GroupKey, byte[]> stored, FoldedGroup group, long to)
    {
        var old = group.Deltas.Keys.Where(stored.ContainsKey).ToDictionary(key => key, key => view.ReadRow(stored[key]));
        try
        {
            AddAll(old, group.Deltas, to);
            return null;
        }
        catch (Exception exception) when (PoisonEventException.IsPoison(exception))
        {
            return new PoisonEventException(group.Last, exception);
        }
    }

    private (List<ViewWrite> Rows, List<GroupKey> Gone) AddAll(Dictionary<GroupKey, object> old, RowDeltas deltas, long to)
    {
        var (rows, gone) = (new List<ViewWrite>(deltas.Keys.Count), new List<GroupKey>());
        foreach (var (key, delta) in deltas.All)
        {
            var row = view.Add(old.GetValueOrDefault(key), delta);
            if (view.IsEmpty(row)) gone.Add(key);
            else rows.Add(new ViewWrite(key.Tenant, key.Key, view.WriteRow(row), to));
        }
        return (rows, gone);
    }
}

/// <summary>A group of a batch, folded.</summary>
/// <param name="Group">The group.</param>
/// <param name="Last">The batch's last event of it.</param>
/// <param name="Deltas">What it adds to rows.</param>
/// <param name="State">Its state as stored.</param>
/// <param name="Stands">Where it stands.</param>
internal sealed record FoldedGroup(GroupKey Group, StoredEvent Last, RowDeltas Deltas, byte[] State, GroupState Stands);

/// <summary>What groups add to rows, summed up a row.</summary>
internal sealed class RowDeltas(IAggregateProjection view)
{
    private readonly Dictionary<GroupKey, object> sums = [];

    public IReadOnlyCollection<GroupKey> Keys => sums.Keys;

    public IEnumerable<KeyValuePair<GroupKey, object>> All =>
        sums.OrderBy(pair => pair.Key.Tenant, StringComparer.Ordinal).ThenBy(pair => pair.Key.Key, StringComparer.Ordinal);

    public void Add(string tenant, string key, object delta) => Add(new GroupKey(tenant, key), delta);

    public void Add(GroupKey key, object delta) => sums[key] = view.Add(sums.GetValueOrDefault(key), delta);

    public void Add(RowDeltas other)
    {
        foreach (var (key, delta) in other.sums) Add(key, delta);
    }

    public void Clear() => sums.Clear();
}
