using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Append;
using JourneyStore.Engine.Storage.Checkpoints;
using JourneyStore.Events;

namespace JourneyStore.Engine.Projections;

/// <summary>What a batch adds to the inline views of one customer.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="State">The views before the batch; folded further in place.</param>
/// <param name="Added">The new events, in any order.</param>
/// <param name="Before">Where the stream stands before the batch.</param>
/// <param name="After">Where the stream stands after the batch; its moment is not before any at which an event of it was recorded.</param>
/// <param name="LastPosition">Position of the newest event by version.</param>
/// <param name="Rows">Filled by the fold: the rows as written, a view each; null: the row is left as it is, because it is still to be built.</param>
internal readonly record struct CustomerFold(
    CustomerKey Customer, CustomerState State, JourneyEvent[] Added, StreamPlace Before, StreamPlace After, long LastPosition, byte[]?[] Rows)
{
    /// <summary>Place of the earliest stored event of customers who join this one with the batch; null: there is none.</summary>
    public OccurrencePlace? Since { get; init; }

    /// <summary>How many events the customer has after the batch, of all the streams that are the customer's.</summary>
    public long Total => After.Version + State.Joined.Events;

    /// <summary>How many of them were stored before.</summary>
    public long Stored => Total - Added.Length;

    /// <summary>Place of the earliest event that is not folded.</summary>
    public OccurrencePlace First
    {
        get
        {
            var added = new OccurrencePlace(Added[0].OccurredAt, Added[0].Position);
            return OccurrencePlace.Earlier(Since, added);
        }
    }
}

/// <summary>What a batch has committed of the inline views.</summary>
/// <param name="Folds">The customers that it added to.</param>
/// <param name="Renamed">Those of them that go by a new identifier from now on.</param>
/// <param name="Switches">How often rebuilt rows were put into use before it.</param>
internal sealed record CommittedFolds(IReadOnlyList<CustomerFold> Folds, IReadOnlySet<CustomerKey> Renamed, long Switches)
{
    /// <summary>True when customers have joined others: what is held of their cases may have become clear.</summary>
    public bool HasJoins { get; init; }
}

/// <summary>
/// Keeps the inline views of customers current inside the append's transaction. Events that follow everything folded so far are applied to the rows
/// as they stand. A late event, or a row that is absent or of an older making, folds what follows the newest checkpoint before it again, the first
/// pages of several customers in one round trip; where that is too much for an append, the rows stay without the late events, and the customer is
/// noted as unsettled (<see cref="Settler"/>).
/// </summary>
internal sealed class InlineViews(IReadOnlyList<ICustomerProjection> all, EventReader reader, OrderOptions order)
{
    private const int HistoriesAtOnce = 16;

    // What a customer without rows takes in memory, about.
    private const int BytesWithoutRows = 256;

    private readonly CheckpointSpacing spacing = new(order.Distance, order.Each);

    // All that is folded again in an append, mostly: one more, so that it is known to be all.
    private int FirstPage => Math.Min(order.FoldAtOnce + 1, order.Page);

    public IReadOnlyList<ICustomerProjection> All => all;

    /// <summary>The views of a customer without events.</summary>
    public CustomerState Start(string customer)
    {
        var views = new object?[all.Count];
        for (var i = 0; i < views.Length; i++) views[i] = all[i].Start(customer);
        return new CustomerState(default, null, views);
    }

    /// <summary>The views as stored; those that are not current for the version are left to be folded again.</summary>
    public CustomerState Read(StreamPlace stream, LoadedRows rows, object? life = null)
    {
        var views = new object?[all.Count];
        for (var i = 0; i < views.Length; i++)
            if (rows.Views[i] is { } row && row.Version == stream.Version) views[i] = all[i].Read(row.Json);
        return new CustomerState(stream, rows.Newest, views)
        {
            HasRows = Array.TrueForAll(rows.Views, row => row is not null), UnsettledSince = rows.UnsettledSince, Joined = rows.Joined,
            Life = life ?? new(),
        };
    }

    /// <summary>A customer whose rows are left as they are.</summary>
    public CustomerState Left(StreamPlace stream) => new(stream, null, new object?[all.Count]);

    /// <summary>Leaves the rows of a batch's customers as they are; whoever needs them before they are built folds the history.</summary>
    public IReadOnlyList<RowWrites> Leave(IReadOnlyList<CustomerFold> folds)
    {
        foreach (var fold in folds)
        {
            if (fold.Added.Length > 1) Array.Sort(fold.Added, ByOccurrence);
            Array.Clear(fold.State.Views);
            (fold.State.Stream, fold.State.HasRows, fold.State.Bytes, fold.State.Change) = (fold.After, false, BytesWithoutRows, null);
        }
        return [.. all.Select(_ => new RowWrites([], []))];
    }

    /// <summary>Folds a batch; gives each customer's rows, view by view.</summary>
    public async Task<IReadOnlyList<RowWrites>> FoldAsync(AppendSession session, IReadOnlyList<CustomerFold> folds, CancellationToken ct)
    {
        var again = new List<CustomerFold>();
        foreach (var fold in folds)
        {
            fold.State.Change = null;
            if (fold.Added.Length > 1) Array.Sort(fold.Added, ByOccurrence);
            var isBehind = fold.Since is not null || IsLate(fold.State, fold.Added[0]) || Array.Exists(fold.State.Views, view => view is null);
            if (isBehind && fold.Stored > 0) again.Add(fold);
            else FoldOn(fold);
        }
        foreach (var some in again.Chunk(HistoriesAtOnce)) await FoldAgainAsync(session, some, ct);
        var rows = all.Select(_ => (There: new List<ViewWrite>(folds.Count), Others: new List<ViewWrite>())).ToArray();
        foreach (var fold in folds) Write(fold, rows);
        return Array.ConvertAll(rows, view => new RowWrites(view.There, view.Others));
    }

    /// <summary>
    /// Applies events that follow all that is folded; a checkpoint that is passed at the last of them is taken when the rows are written.
    /// </summary>
    private void FoldOn(CustomerFold fold)
    {
        var (state, total, last) = (fold.State, fold.Total, 0L);
        for (var i = 0; i < fold.Added.Length; i++)
        {
            var @event = fold.Added[i];
            Apply(state.Views, @event);
            last = Math.Max(last, @event.Position);
            var events = fold.Stored + i + 1;
            if (state.UnsettledSince is not null || !spacing.Wants(events, total)) continue;
            state.Change ??= new CheckpointChange(fold.Customer, total, spacing);
            state.Change.Thins |= spacing.ThinsAt(events);
            if (events < total) state.Change.Added.Add(CheckpointOf(@event, events, last, fold.After.At, Write(state.Views, new byte[]?[all.Count])));
        }
    }

    private async Task FoldAgainAsync(AppendSession session, CustomerFold[] folds, CancellationToken ct)
    {
        var queries = Array.ConvertAll(folds, fold => new HistoryStartQuery(fold.Customer, fold.First, fold.Stored));
        var starts = await session.FindStartsAsync(queries, order.FoldAtOnce, FirstPage, ct);
        for (var i = 0; i < folds.Length; i++)
        {
            var (fold, start) = (folds[i], starts[i]);
            if (fold.Stored - start.Folded > order.FoldAtOnce) Postpone(fold, start.Folded);
            else if (!await TryFoldAgainAsync(session, fold, start, ct))
            {
                // An event went past the intake to a place before the checkpoint, which is worth nothing then.
                if (fold.Stored > order.FoldAtOnce) Postpone(fold, 0);
                else await TryFoldAgainAsync(session, fold, await BeginningAsync(session, fold.Customer, ct), ct);
            }
        }
    }

    /// <summary>
    /// Folds what follows a checkpoint, stored events and the batch's in the order they occurred; false: not all that is stored does follow it.
    /// </summary>
    private async Task<bool> TryFoldAgainAsync(AppendSession session, CustomerFold fold, HistoryStart start, CancellationToken ct)
    {
        var (state, added, total) = (fold.State, fold.Added, fold.Total);
        var views = ViewsFold.From(all, fold.Customer.Customer, start.Checkpoint, state.Joined);
        var passed = new List<Checkpoint>();
        var (page, size, next, read) = (start.Events, FirstPage, 0, 0L);
        while (true)
        {
            foreach (var stored in page)
            {
                while (next < added.Length && PlaceOf(added[next]).CompareTo(stored.Place) < 0) Pass(added[next++]);
                Pass(reader.Read(stored));
            }
            read += page.Count;
            if (page.Count < size) break;
            size = order.Page;
            page = await session.ReadHistoryAsync(HistoryQuery.Of(fold.Customer, page[^1].Place, size), ct);
        }
        Telemetry.Refolded.Add(read, Telemetry.InAppend);
        if (start.Checkpoint is not null && start.Folded + read != fold.Stored) return false;
        while (next < added.Length) Pass(added[next++]);
        views.Rows.CopyTo(state.Views, 0);
        state.Newest = views.Place;
        state.Change = new CheckpointChange(fold.Customer, total, spacing)
        {
            DropAfter = start.Folded, Added = passed, Settles = state.UnsettledSince is not null,
        };
        state.UnsettledSince = null;
        return true;

        void Pass(JourneyEvent @event)
        {
            views.Apply(@event);
            if (spacing.Wants(views.Events, total)) passed.Add(views.Mark());
        }
    }

    private async Task<HistoryStart> BeginningAsync(AppendSession session, CustomerKey customer, CancellationToken ct) =>
        new(null, await session.ReadHistoryAsync(HistoryQuery.Of(customer, null, FirstPage), ct));

    /// <summary>
    /// Leaves the late events to be folded outside the append, and all rows that are still to be built; what is in order is folded onto the other
    /// rows as they stand.
    /// </summary>
    private void Postpone(CustomerFold fold, long sound)
    {
        var (state, first) = (fold.State, fold.First);
        foreach (var @event in fold.Added)
            if (!IsLate(state, @event)) Apply(state.Views, @event);
        state.UnsettledSince = OccurrencePlace.Earlier(state.UnsettledSince, first);
        state.Change = new CheckpointChange(fold.Customer, fold.Total, spacing) { DropAfter = sound, UnsettledSince = first };
    }

    private void Write(CustomerFold fold, (List<ViewWrite> There, List<ViewWrite> Others)[] rows)
    {
        var state = fold.State;
        state.Stream = fold.After;
        state.Newest = OccurrencePlace.Later(state.Newest, PlaceOf(fold.Added[^1]));
        state.Bytes = 0;
        Write(state.Views, fold.Rows);
        for (var i = 0; i < all.Count; i++)
        {
            if (fold.Rows[i] is not { } row) continue;
            state.Bytes += row.Length;
            (state.HasRows ? rows[i].There : rows[i].Others)
                .Add(new ViewWrite(fold.Customer.Tenant, fold.Customer.Customer, row, fold.After.Version));
        }
        if (Array.TrueForAll(fold.Rows, row => row is not null)) state.HasRows = true;
        else state.Bytes = Math.Max(state.Bytes, BytesWithoutRows);
        if (state.Change is { DropAfter: null } change && spacing.Wants(fold.Total, fold.Total))
            change.Added.Add(CheckpointOf(fold.Added[^1], fold.Total, fold.LastPosition, fold.After.At, fold.Rows));
    }

    private static Checkpoint CheckpointOf(JourneyEvent at, long events, long lastPosition, DateTimeOffset lastRecorded, byte[]?[] rows) =>
        new(PlaceOf(at), events, lastPosition, lastRecorded, CheckpointRows.Join(Array.ConvertAll(rows, row => row!)));

    private byte[]?[] Write(object?[] views, byte[]?[] written)
    {
        for (var i = 0; i < written.Length; i++) written[i] = views[i] is { } view ? all[i].Write(view) : null;
        return written;
    }

    private void Apply(object?[] views, JourneyEvent @event)
    {
        for (var i = 0; i < views.Length; i++)
            if (views[i] is { } view) views[i] = all[i].Apply(view, @event);
    }

    private static bool IsLate(CustomerState state, JourneyEvent @event) => state.Newest is { } newest && PlaceOf(@event).CompareTo(newest) < 0;

    private static OccurrencePlace PlaceOf(JourneyEvent @event) => new(@event.OccurredAt, @event.Position);

    private static int ByOccurrence(JourneyEvent a, JourneyEvent b) => PlaceOf(a).CompareTo(PlaceOf(b));
}
