using System.Text;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Intake;

/// <summary>Stores a batch of works in one transaction: load, bind, fold, write. Holds one session; one batch at a time.</summary>
/// <param name="session">The transaction that it uses again and again.</param>
/// <param name="views">What is folded with each batch.</param>
/// <param name="ids">Where ids of new customers come from.</param>
/// <param name="time">The clock.</param>
/// <param name="committed">Told after each commit.</param>
/// <param name="uncertain">Told when a commit was asked for and not answered.</param>
internal sealed class BatchStore(
    IAppendSession session, InlineViews views, IIdSource ids, TimeProvider time, Action<BatchBinding> committed, Action uncertain) : IAsyncDisposable
{
    private static readonly byte[] NoData = Encoding.UTF8.GetBytes("{}");

    /// <summary>One result array a work, true once this returns.</summary>
    /// <exception cref="ConflictException">Another transaction was met; nothing is written.</exception>
    public async Task<AppendResult[][]> StoreAsync(IReadOnlyList<IntakeWork> works, CancellationToken ct)
    {
        using var activity = Telemetry.Traces.StartActivity("journeystore.commit");
        try
        {
            var loaded = await session.LoadAsync(Query(works), ct);
            var now = Acceptance.ToMicroseconds(time.GetUtcNow());
            var binding = new BatchBinding(loaded, ids, now);
            var results = new AppendResult[works.Count][];
            for (var i = 0; i < results.Length; i++) results[i] = binding.Bind(works[i]);
            if (binding.Customers.Count + binding.Held.Count == 0) await session.RollbackAsync();
            else
            {
                await CommitAsync(await WritesAsync(binding, now, ct), ct);
                committed(binding);
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

    private static BatchQuery Query(IReadOnlyList<IntakeWork> works)
    {
        var (identifiers, customers, keys, cases) = (new HashSet<IdentifierKey>(), new HashSet<CustomerKey>(), new HashSet<TenantKey>(), new HashSet<TenantKey>());
        foreach (var work in works)
            foreach (var @event in work.Events)
            {
                keys.Add(@event.Key);
                foreach (var identifier in @event.Identifiers) identifiers.Add(identifier);
                if (@event.OwnId is not null) customers.Add(new CustomerKey(@event.Tenant, @event.OwnId));
                if (@event.IsNameless && @event.Case is { } key) cases.Add(new TenantKey(@event.Tenant, key));
            }
        return new BatchQuery(identifiers, customers, keys, cases);
    }

    private async Task<BatchWrites> WritesAsync(BatchBinding binding, DateTimeOffset now, CancellationToken ct)
    {
        var events = new List<NewEvent>();
        var rows = views.All.Select(_ => new List<ViewWrite>()).ToArray();
        var (begun, grown) = (new List<(CustomerKey, long)>(), new List<(CustomerKey, long)>());
        foreach (var customer in binding.Customers.OrderBy(c => c.Key))
        {
            (customer.Stream is null ? begun : grown).Add((customer.Key, customer.Version));
            var added = new JourneyEvent[customer.Added.Count];
            for (var i = 0; i < added.Length; i++)
            {
                var (accepted, position, version) = customer.Added[i];
                var candidate = accepted.Candidate;
                added[i] = EventReader.Make(candidate, position, accepted.Tenant, customer.Key.Customer, version, accepted.OccurredAt, now, accepted.Body);
                events.Add(new NewEvent(
                    accepted.Tenant, accepted.Key.Key, customer.Key.Customer, position, version, candidate.Type, accepted.OccurredAt, accepted.Case,
                    candidate.CorrelationId, candidate.CausationId, EventHeaders.Write(candidate, accepted.OccurredAt, withLinks: false),
                    candidate.Data.IsEmpty ? NoData : candidate.Data));
            }
            await views.FoldAsync(session, customer, added, rows, ct);
        }
        events.Sort((a, b) => a.Position.CompareTo(b.Position));
        return new BatchWrites
        {
            Identifiers = binding.Bound,
            NewStreams = begun,
            GrownStreams = grown,
            Events = events,
            Views = rows,
            Held = [.. binding.Held.Select(held => Held(held, binding))],
            Released = binding.Released,
            RecordedAt = now,
        };
    }

    private static NewHeld Held(AcceptedEvent held, BatchBinding binding)
    {
        var (code, reason) = binding.Why(held);
        return new NewHeld(
            held.Tenant, held.Key.Key, held.OccurredAt, held.Case, held.Candidate.Type, EventHeaders.Write(held.Candidate, held.OccurredAt, withLinks: true),
            held.Candidate.Data.IsEmpty ? NoData : held.Candidate.Data, code, reason);
    }
}
