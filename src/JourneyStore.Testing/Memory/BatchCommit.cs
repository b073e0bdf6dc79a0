using System.Collections.Immutable;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>What a batch makes of the contents; refuses what the primary keys of a database would refuse.</summary>
internal static class BatchCommit
{
    public static Contents Apply(Contents contents, BatchWrites writes, IReadOnlyList<ViewTable> views, Func<long> nextHeldNumber)
    {
        contents = Release(contents, writes.Released);
        contents = contents with { Identifiers = Bind(contents.Identifiers, writes) };
        foreach (var (customer, _) in writes.NewStreams)
        {
            if (contents.Streams.ContainsKey(customer)) throw Taken($"stream {customer.Customer}");
            contents = contents with { Streams = contents.Streams.Add(customer, CustomerEvents.Empty) };
        }
        foreach (var (customer, before, _) in writes.GrownStreams)
            if (contents.Streams[customer].Place != before) throw Taken($"stream {customer.Customer} at {contents.Streams[customer].Place}");
        if (writes.Switches is { } taken && taken != contents.InlineSwitches) throw Taken("a rebuilt view");
        contents = Append(contents, writes);
        foreach (var (customer, version) in writes.NewStreams.Concat(writes.GrownStreams.Select(grown => (grown.Customer, grown.Version))))
            if (contents.Streams[customer].Version != version)
                throw new InvalidOperationException($"Stream {customer.Customer} has {contents.Streams[customer].Version} events and was written as version {version}.");
        contents = Hold(contents, writes, nextHeldNumber);
        for (var i = 0; i < views.Count; i++)
        {
            var living = contents.Views[(views[i].Name, Generation.Living)];
            foreach (var there in writes.Views[i].There)
                if (!living.Rows.ContainsKey(new GroupKey(there.Tenant, there.Key))) throw Taken($"no row {there.Key} of {views[i].Name}");
            contents = contents.With(views[i].Name, Generation.Living, living.WithRows(writes.Views[i].There.Concat(writes.Views[i].Others), views[i].Version));
        }
        return contents;
    }

    private static Contents Release(Contents contents, IReadOnlyList<TenantKey> released)
    {
        if (released.Count == 0) return contents;
        var keys = released.ToHashSet();
        var numbers = contents.Held.Where(h => keys.Contains(new TenantKey(h.Value.Tenant, h.Value.Key))).Select(h => h.Key).ToArray();
        var still = keys.Where(key => contents.Index.TryGetValue(key, out var known) && known.Position is null);
        return contents with { Held = contents.Held.RemoveRange(numbers), Index = contents.Index.RemoveRange(still) };
    }

    private static ImmutableDictionary<IdentifierKey, string> Bind(ImmutableDictionary<IdentifierKey, string> identifiers, BatchWrites writes)
    {
        foreach (var (identifier, customer) in writes.Identifiers)
        {
            if (identifiers.ContainsKey(identifier)) throw Taken(identifier.Identifier);
            identifiers = identifiers.Add(identifier, customer);
        }
        return identifiers;
    }

    private static Contents Append(Contents contents, BatchWrites writes)
    {
        var (log, streams, cases, index) = (contents.Log.ToBuilder(), contents.Streams.ToBuilder(), contents.Cases, contents.Index);
        foreach (var e in writes.Events)
        {
            var key = new TenantKey(e.Tenant, e.Key);
            if (index.ContainsKey(key)) throw Taken($"event {e.Key}");
            // The caller's buffers are its own again after the commit.
            var stored = new StoredEvent(
                e.Position, e.Tenant, e.Customer, e.Version, e.Type, e.OccurredAt, writes.RecordedAt, e.CorrelationId, e.CausationId,
                e.Headers.ToArray(), e.Data.ToArray());
            var added = new MemoryEvent(stored, e.Key, e.Case);
            var customer = new CustomerKey(e.Tenant, e.Customer);
            var stream = streams[customer];
            if (stream.Version + 1 != e.Version) throw Taken($"version {e.Version} of stream {e.Customer}");
            if (!log.Add(added)) throw Taken($"position {e.Position}");
            streams[customer] = stream.With(added);
            index = index.Add(key, new KnownKey(e.Position, e.Customer));
            if (e.Case is not { } @case) continue;
            var caseKey = new TenantKey(e.Tenant, @case);
            cases = cases.SetItem(caseKey, (cases.GetValueOrDefault(caseKey) ?? EventSets.ByOccurrence).Add(added));
        }
        return contents with { Log = log.ToImmutable(), Streams = streams.ToImmutable(), Cases = cases, Index = index };
    }

    private static Contents Hold(Contents contents, BatchWrites writes, Func<long> nextNumber)
    {
        var (held, index) = (contents.Held, contents.Index);
        foreach (var h in writes.Held)
        {
            var key = new TenantKey(h.Tenant, h.Key);
            if (index.ContainsKey(key)) throw Taken($"event {h.Key}");
            var number = nextNumber();
            index = index.Add(key, new KnownKey(null, null));
            held = held.Add(number, new StoredHeld(
                number, h.Tenant, h.Key, h.Case, h.Type, h.OccurredAt, writes.RecordedAt, h.Headers.ToArray(), h.Data.ToArray(), h.Code, h.Reason));
        }
        return contents with { Held = held, Index = index };
    }

    private static ConflictException Taken(string what) => new(new InvalidOperationException($"Another transaction was first: {what} is there."));
}
