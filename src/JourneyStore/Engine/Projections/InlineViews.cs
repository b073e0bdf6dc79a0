using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Append;
using JourneyStore.Events;

namespace JourneyStore.Engine.Projections;

/// <summary>What a batch adds to the inline views of one customer.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="State">The views before the batch; folded further in place.</param>
/// <param name="Added">The new events, in any order.</param>
/// <param name="Before">Where the stream stands before the batch.</param>
/// <param name="After">Where the stream stands after the batch.</param>
/// <param name="LastPosition">Position of the newest event by version.</param>
/// <param name="Rows">Filled by the fold: the rows as written, a view each.</param>
internal readonly record struct CustomerFold(
    CustomerKey Customer, CustomerState State, JourneyEvent[] Added, StreamPlace Before, StreamPlace After, long LastPosition, byte[][] Rows);

/// <summary>What a batch has committed of the inline views.</summary>
/// <param name="Folds">The customers that it added to.</param>
/// <param name="Renamed">Those of them that go by a new identifier from now on.</param>
/// <param name="Switches">How often rebuilt rows were put into use before it.</param>
internal sealed record CommittedFolds(IReadOnlyList<CustomerFold> Folds, IReadOnlySet<CustomerKey> Renamed, long Switches);

/// <summary>
/// Keeps the inline views of customers current inside the append's transaction. Events that follow everything folded so far are applied
/// to the rows as they stand; a late event, or a row that is absent or of an older making, folds that customer's history again, page by
/// page, the first pages of several customers in one round trip.
/// </summary>
internal sealed class InlineViews(IReadOnlyList<ICustomerProjection> all, EventReader reader)
{
    private const int Page = 2_000;
    private const int FirstPage = 128;
    private const int HistoriesAtOnce = 32;

    // What a customer without rows takes in memory, about.
    private const int BytesWithoutRows = 256;

    public IReadOnlyList<ICustomerProjection> All => all;

    /// <summary>The views of a customer without events.</summary>
    public CustomerState Start(string customer)
    {
        var views = new object?[all.Count];
        for (var i = 0; i < views.Length; i++) views[i] = all[i].Start(customer);
        return new CustomerState(default, null, views);
    }

    /// <summary>The views as stored; those that are not current for the version are left to be folded again.</summary>
    public CustomerState Read(StreamPlace stream, LoadedRows rows)
    {
        var views = new object?[all.Count];
        for (var i = 0; i < views.Length; i++)
            if (rows.Views[i] is { } row && row.Version == stream.Version) views[i] = all[i].Read(row.Json);
        return new CustomerState(stream, rows.Newest, views) { HasRows = Array.TrueForAll(rows.Views, row => row is not null) };
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
            (fold.State.Stream, fold.State.HasRows, fold.State.Bytes) = (fold.After, false, BytesWithoutRows);
        }
        return [.. all.Select(_ => new RowWrites([], []))];
    }

    /// <summary>Folds a batch; gives each customer's rows, view by view.</summary>
    public async Task<IReadOnlyList<RowWrites>> FoldAsync(AppendSession session, IReadOnlyList<CustomerFold> folds, CancellationToken ct)
    {
        var again = new List<CustomerFold>();
        foreach (var fold in folds)
        {
            if (fold.Added.Length > 1) Array.Sort(fold.Added, ByOccurrence);
            if (fold.State.Newest is { } newest && PlaceOf(fold.Added[0]).CompareTo(newest) < 0) Array.Clear(fold.State.Views);
            if (fold.State.Stream.Version > 0 && Array.Exists(fold.State.Views, view => view is null)) again.Add(fold);
            else
                foreach (var @event in fold.Added) Apply(fold.State.Views, @event, wanted: null);
        }
        foreach (var some in again.Chunk(HistoriesAtOnce)) await FoldAgainAsync(session, some, ct);
        var rows = all.Select(_ => (There: new List<ViewWrite>(folds.Count), Others: new List<ViewWrite>())).ToArray();
        foreach (var fold in folds) Write(fold, rows);
        return Array.ConvertAll(rows, view => new RowWrites(view.There, view.Others));
    }

    private async Task FoldAgainAsync(AppendSession session, CustomerFold[] folds, CancellationToken ct)
    {
        var first = await session.ReadHistoriesAsync(Array.ConvertAll(folds, fold => fold.Customer), FirstPage, ct);
        var at = 0;
        foreach (var fold in folds)
        {
            var from = at;
            while (at < first.Count && first[at].Customer == fold.Customer.Customer && first[at].Tenant == fold.Customer.Tenant) at++;
            await FoldHistoryAsync(session, fold, [.. first.Skip(from).Take(at - from)], ct);
        }
    }

    private async Task FoldHistoryAsync(AppendSession session, CustomerFold fold, IReadOnlyList<StoredEvent> page, CancellationToken ct)
    {
        var (key, added, views) = (fold.Customer, fold.Added, fold.State.Views);
        var wanted = Array.ConvertAll(views, view => view is null);
        for (var i = 0; i < all.Count; i++) views[i] ??= all[i].Start(key.Customer);
        var next = 0;
        for (var size = FirstPage; ; size = Page)
        {
            foreach (var stored in page)
            {
                while (next < added.Length && PlaceOf(added[next]).CompareTo(stored.Place) < 0) Apply(views, added[next++], wanted: null);
                Apply(views, reader.Read(stored), wanted);
            }
            // What was known of the newest may have been nothing.
            if (page.Count > 0) fold.State.Newest = OccurrencePlace.Later(fold.State.Newest, page[^1].Place);
            if (page.Count < size) break;
            page = await session.ReadHistoryAsync(new HistoryQuery(key.Tenant, key.Customer, null, page[^1].Place, null, null, null, Page), ct);
        }
        while (next < added.Length) Apply(views, added[next++], wanted: null);
    }

    private void Write(CustomerFold fold, (List<ViewWrite> There, List<ViewWrite> Others)[] rows)
    {
        var (state, last) = (fold.State, PlaceOf(fold.Added[^1]));
        state.Stream = fold.After;
        state.Newest = OccurrencePlace.Later(state.Newest, last);
        state.Bytes = 0;
        for (var i = 0; i < all.Count; i++)
        {
            var row = all[i].Write(state.Views[i]!);
            fold.Rows[i] = row;
            state.Bytes += row.Length;
            (state.HasRows ? rows[i].There : rows[i].Others).Add(new ViewWrite(fold.Customer.Tenant, fold.Customer.Customer, row, fold.After.Version));
        }
        state.HasRows = true;
    }

    /// <summary>Applies an event to the views that are wanted; null: to all.</summary>
    private void Apply(object?[] views, JourneyEvent @event, bool[]? wanted)
    {
        for (var i = 0; i < all.Count; i++)
            if (wanted is null || wanted[i]) views[i] = all[i].Apply(views[i]!, @event);
    }

    private static OccurrencePlace PlaceOf(JourneyEvent @event) => new(@event.OccurredAt, @event.Position);

    private static int ByOccurrence(JourneyEvent a, JourneyEvent b) => PlaceOf(a).CompareTo(PlaceOf(b));
}
