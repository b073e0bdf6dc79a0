using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Projecting;

namespace JourneyStore.Engine.Projections;

/// <summary>Folds an async view with one row a customer. A late event folds that customer's history, up to the batch's end, again; so does a
/// customer who joins.</summary>
internal sealed class CustomerViewFold(ICustomerProjection view, ViewTable table, EventReader reader) : AsyncFold(table)
{
    public ICustomerProjection View => view;

    public override bool ByCase => false;

    public override string? KeyOf(StoredEvent stored) => stored.Customer;

    /// <summary>Folds one customer's whole history up to the progress anew, whatever the row says; one who is parked is tried again.</summary>
    /// <exception cref="PoisonEventException">An event cannot be folded; the row is as it was.</exception>
    public async Task RebuildAsync(Database storage, CustomerKey customer, DateTimeOffset now, CancellationToken ct)
    {
        var group = new GroupKey(customer.Tenant, customer.Customer);
        if ((await RetryAsync(storage, group, skip: null, ct)).WasParked) return;
        await using var session = await storage.BeginProjectionAsync(Table, Generation.Living, new WantedGroups([group], [], ByCase, UpTo: 0), ct);
        var asked = new ParkedGroup(group, group.Key, session.Position, "", "", now, Tries: 0, session.Position);
        var writes = await RefoldAsync(session, asked, session.Loaded.Skipped, session.Position, ct) with { Replaces = true };
        if (!await session.CommitAsync(writes, session.Position, session.Position, ct)) throw new InvalidOperationException("The progress moved while it was locked.");
    }

    protected override async Task<FoldedBatch> FoldAsync(
        ProjectionSession session, IReadOnlyList<(GroupKey Group, List<StoredEvent> Events)> groups, IReadOnlyDictionary<GroupKey, GroupState> known,
        LoadedGroups loaded, FoldBatch batch, BatchJoins joins, CancellationToken ct)
    {
        var (rows, parked) = (new List<ViewWrite>(groups.Count), new List<ParkedGroup>());
        var states = new List<(GroupKey, GroupState, int)>(groups.Count);
        foreach (var (group, added) in groups)
        {
            try
            {
                var last = known.TryGetValue(group, out var state) ? state.Newest : loaded.NewestOf(group);
                object? row;
                if (joins.Of(group) is not null) (row, last) = await FoldHistoryAsync(session, group, loaded.Skipped, batch.To, ct);
                else if (last is null) row = Apply(view.Start(group.Key), added);
                else if (added[0].Place.CompareTo(last.Value) < 0)
                    (row, last) = await FoldHistoryAsync(session, group, loaded.Skipped, batch.To, ct);
                else if (state is not null) row = Apply(state.Fold, added);
                else if (loaded.Stored.TryGetValue(group, out var json)) row = Apply(OnAccountOf(added[0], () => view.Read(json)), added);
                else (row, last) = await FoldHistoryAsync(session, group, loaded.Skipped, batch.To, ct);
                var write = Write(group, row!, added[^1], batch.To);
                rows.Add(write);
                states.Add((group, new GroupState(row!, OccurrencePlace.Later(last, added[^1].Place)), write.Json.Length));
            }
            catch (PoisonEventException poison)
            {
                parked.Add(Park(group, poison, batch.From, batch.Now));
            }
        }
        return new FoldedBatch(new ProjectionWrites(rows, [], []) { Parked = parked }, states);
    }

    protected override async Task<ProjectionWrites> RefoldAsync(
        ProjectionSession session, ParkedGroup parked, IReadOnlyDictionary<long, bool> skipped, long upTo, CancellationToken ct)
    {
        // A customer all of whose events are left out has no row, as one without events has none.
        if ((await FoldHistoryAsync(session, parked.Group, skipped, upTo, ct)).Row is not { } row)
            return new ProjectionWrites([], [parked.Group], []);
        var poison = new StoredEvent { Position = parked.Position, Type = parked.EventType };
        return new ProjectionWrites([Write(parked.Group, row, poison, upTo)], [], []);
    }

    private async Task<(object? Row, OccurrencePlace? Newest)> FoldHistoryAsync(
        ProjectionSession session, GroupKey group, IReadOnlyDictionary<long, bool> skipped, long upTo, CancellationToken ct)
    {
        (object? Row, OccurrencePlace? Newest) folded = (null, null);
        await foreach (var stored in HistoryAsync(session, group, upTo, ct))
        {
            folded.Newest = stored.Place;
            if (!skipped.ContainsKey(stored.Position)) folded.Row = Apply(folded.Row ?? view.Start(group.Key), stored);
        }
        return folded;
    }

    private object Apply(object row, List<StoredEvent> added)
    {
        foreach (var stored in added) row = Apply(row, stored);
        return row;
    }

    private object Apply(object row, StoredEvent stored)
    {
        try
        {
            return view.Apply(row, reader.Read(stored));
        }
        catch (Exception reason) when (PoisonEventException.IsPoison(reason))
        {
            throw new PoisonEventException(stored, reason);
        }
    }

    private ViewWrite Write(GroupKey group, object row, StoredEvent last, long to) =>
        new(group.Tenant, group.Key, OnAccountOf(last, () => view.Write(row)), to);
}
