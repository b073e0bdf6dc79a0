using System.Text;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Replay;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Append;
using JourneyStore.Engine.Storage.Checkpoints;
using JourneyStore.Events;

namespace JourneyStore.Engine.Intake;

/// <summary>Stores a batch of works in one transaction: load, bind, fold, write. Holds one session; one batch at a time.</summary>
/// <param name="session">The transaction that it uses again and again.</param>
/// <param name="views">What is folded with each batch.</param>
/// <param name="streams">Makes of events what an application's own inline projections take; null: there are none.</param>
/// <param name="memory">Customers met lately.</param>
/// <param name="load">The load that is under way; null: none.</param>
/// <param name="again">Makes an event of one that is held.</param>
/// <param name="rule">What types of identifiers are good for.</param>
/// <param name="ids">Where ids of new customers come from.</param>
/// <param name="time">The clock.</param>
/// <param name="committed">Told after each commit.</param>
internal sealed class BatchStore(
    AppendSession session, InlineViews views, MartenStreams? streams, CustomerMemory memory, Func<BulkLoad?> load,
    Func<StoredHeld, AcceptedEvent> again, Func<string, IdentifierRule> rule, IIdSource ids, TimeProvider time, Action<CommittedFolds> committed)
    : IAsyncDisposable
{
    // What was sent twice once is often sent twice for a while.
    private const int WaryFor = 16;
    private static readonly byte[] NoData = Encoding.UTF8.GetBytes("{}");

    private int waryFor;

    /// <summary>One result array a work, true once this returns.</summary>
    /// <exception cref="ConflictException">Another transaction was met; nothing is written.</exception>
    public async Task<AppendResult[][]> StoreAsync(IReadOnlyList<IntakeWork> works, CancellationToken ct)
    {
        using var activity = Telemetry.Traces.StartActivity("journeystore.commit");
        try
        {
            var plan = BatchPlan.Of(works, memory, wary: waryFor > 0, leavesRows: load() is not null);
            var loaded = plan.Granted ?? await session.LoadAsync(plan.Query!, ct);
            memory.SeeSwitches(loaded.Switches);
            waryFor = loaded.Keys.Count > 0 ? WaryFor : Math.Max(0, waryFor - 1);
            var now = Acceptance.ToMicroseconds(time.GetUtcNow());
            var growing = plan.Granted is null ? BatchIdentity.Growing(works, loaded) : [];
            var holdings = growing.Count > 0 ? await session.ReadHoldingsAsync(growing, ct) : [];
            var binding = new BatchBinding(loaded, new BatchIdentity(loaded, holdings, rule, ids, now), again);
            var answers = new Answer[works.Count][];
            for (var i = 0; i < answers.Length; i++) answers[i] = binding.Bind(works[i]);
            AcceptedEvent[] held = [.. binding.Held];
            if (binding.Stored.Count + held.Length > 0) await StoreAsync(plan, loaded, binding, held, now, ct);
            else
            {
                await session.RollbackAsync();
                memory.Put(plan.Taken, loaded.Switches);
            }
            activity?.SetTag("journeystore.batch_size", binding.Stored.Count);
            return Array.ConvertAll(answers, work => Array.ConvertAll(work, answer => answer.Result(binding)));
        }
        catch (Exception exception)
        {
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, exception.Message);
            await session.RollbackAsync();
            if (exception is ConflictException) waryFor = WaryFor;
            throw;
        }
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async Task StoreAsync(BatchPlan plan, LoadedBatch loaded, BatchBinding binding, AcceptedEvent[] held, DateTimeOffset now,
        CancellationToken ct)
    {
        binding.Number(
            plan.Granted is not null ? await session.ProveAsync(Granted(plan, loaded, binding, now), ct)
            : await session.DrawAsync(new BatchDraw(binding.Identity.Bound, binding.Stored.Count, now), ct));
        var joins = binding.Joins();
        var joined = joins.Count > 0 ? await session.JoinAsync(joins, now, ct)
            : binding.NewSplit is { } split ? await session.SplitAsync(split, now, ct) : [];
        var leavesRows = load()?.LeavesRows(loaded.Switches) is true;
        var states = leavesRows ? Left(plan, binding) : await StatesAsync(plan, loaded, binding, ct);
        var folds = Folds(binding, states, joined, now);
        var rows = leavesRows ? views.Leave(folds) : await views.FoldAsync(session, folds, ct);
        var writes = Writes(plan, binding, held, joins, folds, rows, now);
        await session.CommitAsync(writes, streams?.Of(binding, writes) ?? [], ct);
        Remember(plan, loaded, binding, states);
        committed(new CommittedFolds(leavesRows ? [] : folds, Renamed(binding), loaded.Switches) { HasJoins = joined.Count > 0 });
        Telemetry.EventsStored.Add(binding.Stored.Count);
        Telemetry.CommitBatchSize.Record(binding.Stored.Count);
    }

    private static GrantedBatch Granted(BatchPlan plan, LoadedBatch loaded, BatchBinding binding, DateTimeOffset now)
    {
        var moves = new List<(CustomerKey Customer, StreamPlace, StreamPlace)>(binding.Customers.Count);
        foreach (var customer in binding.Customers) moves.Add((customer.Key, customer.Before!.Value, customer.After(now)));
        moves.Sort((a, b) => a.Customer.CompareTo(b.Customer));
        var (keys, cases) = (new List<TenantKey>(binding.Stored.Count), new HashSet<(TenantKey, string)>());
        foreach (var stored in binding.Stored)
        {
            keys.Add(stored.Event.Key);
            if (stored.Event.Case is { } key && stored.Customer!.Key is var customer && !plan.Taken[customer].Cases.Contains(key))
                cases.Add((new TenantKey(customer.Tenant, key), customer.Customer));
        }
        return new GrantedBatch(moves, keys, [.. cases], loaded.Switches, binding.Stored.Count);
    }

    private Dictionary<CustomerKey, CustomerState> Left(BatchPlan plan, BatchBinding binding) => binding.Customers.ToDictionary(
        customer => customer.Key,
        customer => plan.Taken.TryGetValue(customer.Key, out var state) && state.Stream == customer.Before ? state
            : views.Left(customer.Before ?? default));

    /// <summary>The views of the batch's customers as they stand: remembered, loaded, or read now.</summary>
    private async Task<Dictionary<CustomerKey,
    CustomerState>> StatesAsync(BatchPlan plan, LoadedBatch loaded, BatchBinding binding, CancellationToken ct)
    {
        var states = new Dictionary<CustomerKey, CustomerState>(binding.Customers.Count);
        var missing = new List<CustomerKey>();
        foreach (var customer in binding.Customers)
        {
            if (binding.Identity.HasJoined(customer.Key)) continue;
            if (customer.Before is not { Version: > 0 } before) states.Add(customer.Key, views.Start(customer.Key.Customer));
            else if (plan.Taken.TryGetValue(customer.Key, out var state) && state.Stream == before) states.Add(customer.Key, state);
            else if (loaded.Rows.TryGetValue(customer.Key, out var rows)) states.Add(customer.Key, Read(customer.Key, before, rows));
            else missing.Add(customer.Key);
        }
        if (missing.Count > 0)
        {
            var read = await session.ReadRowsAsync(missing, ct);
            foreach (var key in missing) states.Add(key, Read(key, loaded.Streams[key], read[key]));
        }
        return states;
    }

    private CustomerState Read(CustomerKey customer, StreamPlace before, LoadedRows rows) =>
        views.Read(before, rows, memory.LifeOf(customer, before));

    /// <summary>What the batch adds, in the order of the customers' keys; what it adds to a customer who joins another, it adds to that
    /// one.</summary>
    private CustomerFold[] Folds(
        BatchBinding binding, Dictionary<CustomerKey, CustomerState> states, Dictionary<CustomerKey, JoinedNow> joined, DateTimeOffset now)
    {
        var added = joined.Count == 0 ? null
            : binding.Customers.ToLookup(
                customer => customer.Key with { Customer = binding.Identity.OwnerOf(customer.Key.Tenant, customer.Key.Customer) });
        var folds = new List<CustomerFold>(binding.Customers.Count);
        foreach (var customer in binding.Customers)
        {
            if (binding.Identity.HasJoined(customer.Key)) continue;
            var (state, before) = (states[customer.Key], customer.Before ?? default);
            OccurrencePlace? since = null;
            if (joined.TryGetValue(customer.Key, out var news))
            {
                (state.Joined, since) = (news.History, news.Earliest);
                if (news.Newest is { } newest) state.Newest = OccurrencePlace.Later(state.Newest, newest);
            }
            JourneyEvent[] events = added is null ? Events(customer, customer.Key.Customer, now)
                : [.. added[customer.Key].SelectMany(one => Events(one, customer.Key.Customer, now))];
            folds.Add(new CustomerFold(
                customer.Key, state, events, before, customer.After(now), customer.Added[^1].Position, new byte[views.All.Count][])
            {
                Since = since,
            });
        }
        folds.Sort((a, b) => a.Customer.CompareTo(b.Customer));
        return [.. folds];
    }

    private static JourneyEvent[] Events(CustomerBatch added, string customer, DateTimeOffset now)
    {
        var events = new JourneyEvent[added.Added.Count];
        for (var i = 0; i < events.Length; i++)
        {
            var (fate, of) = (added.Added[i], added.Added[i].Event);
            events[i] = EventReader.Make(of.Candidate, fate.Position, of.Tenant, customer, fate.Version, of.OccurredAt, now, of.Body);
        }
        return events;
    }

    private static BatchWrites Writes(
        BatchPlan plan, BatchBinding binding, AcceptedEvent[] held, IReadOnlyList<NewJoin> joins, CustomerFold[] folds, IReadOnlyList<RowWrites> rows,
        DateTimeOffset now)
    {
        var (begun, grown) = (new List<(CustomerKey Customer, StreamPlace)>(), new List<(CustomerKey Customer, StreamPlace)>(folds.Length));
        foreach (var fold in folds)
            if (fold.Before.Version == 0) begun.Add((fold.Customer, fold.After));
            else if (plan.Granted is null) grown.Add((fold.Customer, fold.After));
        if (joins.Count > 0)
            foreach (var customer in binding.Customers.Where(customer => binding.Identity.HasJoined(customer.Key)))
                (customer.Before is { Version: > 0 } ? grown : begun).Add((customer.Key, customer.After(now)));
        return new BatchWrites
        {
            NewStreams = begun,
            GrownStreams = grown,
            Events = [.. binding.Stored.Select(Written)],
            Views = rows,
            Held = [.. held.Select(one => Written(one, binding.Why(one)))],
            Released = [.. binding.Released],
            Conflicts = [.. Contested(binding)],
            Joins = joins,
            Checkpoints = Changes(folds),
            RecordedAt = now,
        };
    }

    private static NewEvent Written(Fate stored)
    {
        var (of, candidate) = (stored.Event, stored.Event.Candidate);
        return new NewEvent(
            of.Tenant, of.Key.Key, stored.Customer!.Key.Customer, stored.Position, stored.Version,
            StoredType.Of(candidate.Type, of.Body is null ? 1 : candidate.SchemaVersion), DotNetType.Of(of.Body), candidate.CorrelationId,
            candidate.CausationId,
            EventHeaders.Write(candidate, of.OccurredAt, of.Case, of.Fingerprint, isFree: of.Body is null, withLinks: false),
            candidate.Data.IsEmpty ? NoData : candidate.Data);
    }

    private static NewHeld Written(AcceptedEvent held, (string Code, string Reason) why) => new(
        held.Tenant, held.Key.Key, held.OccurredAt, held.Case, held.Candidate.Type,
        EventHeaders.Write(held.Candidate, held.OccurredAt, held.Case, held.Fingerprint, isFree: false, withLinks: true),
        held.Candidate.Data.IsEmpty ? NoData : held.Candidate.Data, why.Code, why.Reason);

    private static IEnumerable<NewConflict> Contested(BatchBinding binding)
    {
        foreach (var stored in binding.Stored)
            foreach (var (identifier, owner) in stored.Contested)
                yield return new NewConflict(stored.Event.Tenant, stored.Position, identifier, stored.Customer!.Key.Customer, owner);
    }

    private static IReadOnlyList<CheckpointChange> Changes(CustomerFold[] folds)
    {
        List<CheckpointChange>? changes = null;
        foreach (var fold in folds)
            if (fold.State.Change is { } change) (changes ??= []).Add(change);
        return changes ?? (IReadOnlyList<CheckpointChange>)[];
    }

    private void Remember(BatchPlan plan, LoadedBatch loaded, BatchBinding binding, Dictionary<CustomerKey, CustomerState> states)
    {
        foreach (var stored in binding.Stored)
            if (stored.Event.Case is { } key && stored.Customer!.Key is var customer && states.TryGetValue(customer, out var state)
                && (plan.Granted is not null || binding.Moves.IsOnlyOf(new TenantKey(customer.Tenant, key), customer.Customer)))
                state.Cases.Add(key);
        foreach (var (customer, @case) in binding.Moves.Touched)
            if (states.TryGetValue(customer, out var state)) state.Cases.Remove(@case.Key);
        foreach (var join in binding.Identity.Joins)
        {
            states.Remove(join.Joined);
            memory.Forget(join.Joined);
        }
        // What is remembered of the customer's names holds no more.
        if (binding.NewSplit is { } split) states.Remove(split.From);
        memory.Put(states, loaded.Switches);
        memory.Put(plan.Taken.Where(taken => !states.ContainsKey(taken.Key) && !binding.Identity.HasJoined(taken.Key)
            && loaded.Streams.TryGetValue(taken.Key, out var place) && place == taken.Value.Stream), loaded.Switches);
        // Whom they name is remembered already.
        if (plan.Granted is null) memory.Put(plan.Query!.Identifiers.Concat(binding.Identity.Bound.Select(bound => bound.Identifier)).Distinct()
            .Where(loaded.Identifiers.ContainsKey).Select(identifier => (identifier, binding.Identity.Find(identifier)!)), states);
    }

    private static HashSet<CustomerKey> Renamed(BatchBinding binding)
    {
        var renamed = new HashSet<CustomerKey>(binding.Identity.Bound.Count);
        foreach (var (identifier, customer) in binding.Identity.Bound) renamed.Add(new CustomerKey(identifier.Tenant, customer));
        if (binding.NewSplit is { } split) renamed.Add(split.From);
        foreach (var join in binding.Identity.Joins)
            renamed.Add(new CustomerKey(join.Joined.Tenant, binding.Identity.OwnerOf(join.Joined.Tenant, join.Into)));
        return renamed;
    }
}
