using System.Text;
using JourneyStore.Engine.Errors;
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
/// <param name="memory">Customers met lately.</param>
/// <param name="load">The load that is under way; null: none.</param>
/// <param name="ids">Where ids of new customers come from.</param>
/// <param name="time">The clock.</param>
/// <param name="committed">Told after each commit.</param>
/// <param name="uncertain">Told when a commit was asked for and not answered.</param>
internal sealed class BatchStore(
    AppendSession session, InlineViews views, CustomerMemory memory, Func<BulkLoad?> load, IIdSource ids, TimeProvider time,
    Action<BatchBinding, CommittedFolds> committed, Action uncertain)
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
            var loaded = plan.Complete(await session.LoadAsync(plan.Query, ct));
            if (loaded.Switches is { } switches) memory.SeeSwitches(switches);
            var leavesRows = load()?.LeavesRows(memory.Switches) is true;
            waryFor = loaded.Keys.Count > 0 ? WaryFor : Math.Max(0, waryFor - 1);
            var now = Acceptance.ToMicroseconds(time.GetUtcNow());
            var binding = new BatchBinding(loaded, ids, now);
            var results = new AppendResult[works.Count][];
            for (var i = 0; i < results.Length; i++) results[i] = binding.Bind(works[i]);
            if (binding.Customers.Count + binding.Held.Count == 0) await session.RollbackAsync();
            else
            {
                var states = leavesRows ? Left(binding) : await StatesAsync(loaded, binding, ct);
                var folds = Folds(binding, states, now);
                var rows = leavesRows ? views.Leave(folds) : await views.FoldAsync(session, folds, ct);
                await CommitAsync(Writes(plan, binding, folds, rows, now), ct);
                Remember(plan, loaded, binding, folds);
                committed(binding, new CommittedFolds(leavesRows ? [] : folds, Renamed(binding), memory.Switches));
                var stored = binding.Customers.Sum(customer => customer.Added.Count);
                Telemetry.EventsStored.Add(stored);
                Telemetry.CommitBatchSize.Record(stored);
                activity?.SetTag("journeystore.batch_size", stored);
            }
            return results;
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

    private async Task CommitAsync(BatchWrites writes, CancellationToken ct)
    {
        try
        {
            await session.CommitAsync(writes, ct);
        }
        catch (StoreUnavailableException)
        {
            uncertain();
            throw;
        }
    }

    private Dictionary<CustomerKey, CustomerState> Left(BatchBinding binding) => binding.Customers.ToDictionary(
        customer => customer.Key,
        customer => memory.TryTake(customer.Key, customer.Before ?? default, out var state) ? state : views.Left(customer.Before ?? default));

    /// <summary>The views of the batch's customers as they stand: remembered, loaded, or read now.</summary>
    private async Task<Dictionary<CustomerKey, CustomerState>> StatesAsync(LoadedBatch loaded, BatchBinding binding, CancellationToken ct)
    {
        var states = new Dictionary<CustomerKey, CustomerState>(binding.Customers.Count);
        var missing = new List<CustomerKey>();
        foreach (var customer in binding.Customers)
        {
            if (customer.Before is not { Version: > 0 } before) states.Add(customer.Key, views.Start(customer.Key.Customer));
            else if (memory.TryTake(customer.Key, before, out var state)) states.Add(customer.Key, state);
            else if (loaded.Rows.TryGetValue(customer.Key, out var rows)) states.Add(customer.Key, views.Read(before, rows));
            else missing.Add(customer.Key);
        }
        if (missing.Count > 0)
        {
            var read = await session.ReadRowsAsync(missing, ct);
            foreach (var key in missing) states.Add(key, views.Read(loaded.Streams[key], read[key]));
        }
        return states;
    }

    /// <summary>What the batch adds, in the order of the customers' keys.</summary>
    private CustomerFold[] Folds(BatchBinding binding, Dictionary<CustomerKey, CustomerState> states, DateTimeOffset now)
    {
        var folds = new CustomerFold[binding.Customers.Count];
        var at = 0;
        foreach (var customer in binding.Customers)
            folds[at++] = new CustomerFold(
                customer.Key, states[customer.Key], Events(customer, now), customer.Before ?? default,
                new StreamPlace(customer.Version, Later(customer.Before?.At, now)), customer.Added[^1].Position, new byte[views.All.Count][]);
        Array.Sort(folds, (a, b) => a.Customer.CompareTo(b.Customer));
        return folds;
    }

    private static JourneyEvent[] Events(CustomerBatch customer, DateTimeOffset now)
    {
        var events = new JourneyEvent[customer.Added.Count];
        for (var i = 0; i < events.Length; i++)
        {
            var (accepted, position, version) = customer.Added[i];
            events[i] = EventReader.Make(accepted.Candidate, position, accepted.Tenant, customer.Key.Customer, version, accepted.OccurredAt, now, accepted.Body);
        }
        return events;
    }

    private BatchWrites Writes(BatchPlan plan, BatchBinding binding, CustomerFold[] folds, IReadOnlyList<RowWrites> rows, DateTimeOffset now)
    {
        var events = new List<NewEvent>(folds.Length);
        var (begun, grown) = (new List<(CustomerKey Customer, long)>(), new List<(CustomerKey Customer, StreamPlace, long)>(folds.Length));
        foreach (var customer in binding.Customers)
        {
            if (customer.Before is { } before) grown.Add((customer.Key, before, customer.Version));
            else begun.Add((customer.Key, customer.Version));
            foreach (var (accepted, position, version) in customer.Added)
            {
                var candidate = accepted.Candidate;
                events.Add(new NewEvent(
                    accepted.Tenant, accepted.Key.Key, customer.Key.Customer, position, version,
                    StoredType.Of(candidate.Type, accepted.Body is null ? 1 : candidate.SchemaVersion), DotNetType.Of(accepted.Body),
                    candidate.CorrelationId, candidate.CausationId,
                    EventHeaders.Write(candidate, accepted.OccurredAt, accepted.Case, accepted.Fingerprint, isFree: accepted.Body is null, withLinks: false),
                    candidate.Data.IsEmpty ? NoData : candidate.Data));
            }
        }
        begun.Sort((a, b) => a.Customer.CompareTo(b.Customer));
        grown.Sort((a, b) => a.Customer.CompareTo(b.Customer));
        events.Sort((a, b) => a.Position.CompareTo(b.Position));
        return new BatchWrites
        {
            Identifiers = binding.Bound,
            NewStreams = begun,
            GrownStreams = grown,
            Events = events,
            Views = rows,
            Switches = plan.SwitchesToFind,
            Held = [.. binding.Held.Select(held => Held(held, binding))],
            Released = binding.Released,
            Checkpoints = Changes(folds),
            RecordedAt = now,
        };
    }

    /// <summary>A clock may go back; the moment of a stream does not.</summary>
    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one is { } known && known > other ? known : other;

    private static IReadOnlyList<CheckpointChange> Changes(CustomerFold[] folds)
    {
        List<CheckpointChange>? changes = null;
        foreach (var fold in folds)
            if (fold.State.Change is { } change) (changes ??= []).Add(change);
        return changes ?? (IReadOnlyList<CheckpointChange>)[];
    }

    private void Remember(BatchPlan plan, LoadedBatch loaded, BatchBinding binding, CustomerFold[] folds)
    {
        foreach (var fold in folds) memory.Put(fold.Customer, fold.State);
        // Whom they name is remembered already.
        if (plan.IsGranted) return;
        foreach (var customer in binding.Customers)
            foreach (var (accepted, _, _) in customer.Added)
                foreach (var identifier in accepted.Identifiers)
                    memory.Put(identifier, new CustomerKey(identifier.Tenant, loaded.Identifiers[identifier]));
    }

    private static HashSet<CustomerKey> Renamed(BatchBinding binding)
    {
        var renamed = new HashSet<CustomerKey>(binding.Bound.Count);
        foreach (var (identifier, customer) in binding.Bound) renamed.Add(new CustomerKey(identifier.Tenant, customer));
        return renamed;
    }

    private static NewHeld Held(AcceptedEvent held, BatchBinding binding)
    {
        var (code, reason) = binding.Why(held);
        return new NewHeld(
            held.Tenant, held.Key.Key, held.OccurredAt, held.Case, held.Candidate.Type,
            EventHeaders.Write(held.Candidate, held.OccurredAt, held.Case, held.Fingerprint, isFree: false, withLinks: true),
            held.Candidate.Data.IsEmpty ? NoData : held.Candidate.Data, code, reason);
    }
}
