using System.Text.Json;
using JasperFx.Events;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;
using Marten;

namespace JourneyStore.Engine.Intake;

/// <summary>A batch's events as Marten has them, for the inline projections that an application has registered with Marten: as they would be read
/// back.</summary>
/// <param name="store">Marten's store.</param>
internal sealed class MartenStreams(IDocumentStore store)
{
    private readonly IEventRegistry registry = (IEventRegistry)store.Options.Events;

    /// <summary>One action a stream.</summary>
    public IReadOnlyList<StreamAction> Of(BatchBinding binding, BatchWrites writes)
    {
        var written = writes.Events.ToDictionary(one => one.Position);
        var streams = new List<StreamAction>(binding.Customers.Count);
        foreach (var customer in binding.Customers)
        {
            var events = new IEvent[customer.Added.Count];
            for (var i = 0; i < events.Length; i++) events[i] = Of(customer.Added[i], written[customer.Added[i].Position], writes.RecordedAt);
            var (key, before) = (customer.Key.Customer, customer.Before?.Version ?? 0);
            var stream = before == 0 ? StreamAction.Start(key, events) : StreamAction.Append(key, events);
            (stream.TenantId, stream.Version, stream.ExpectedVersionOnServer) = (customer.Key.Tenant, customer.Version, before);
            streams.Add(stream);
        }
        return streams;
    }

    private IEvent Of(Fate stored, NewEvent row, DateTimeOffset recordedAt)
    {
        var read = registry.BuildEvent(stored.Event.Body ?? (object)new FreeEvent(JsonElement.Parse(row.Data.Span)));
        (read.Id, read.Version, read.Sequence, read.StreamKey, read.TenantId) = (row.Key, row.Version, row.Position, row.Customer, row.Tenant);
        (read.Timestamp, read.CorrelationId, read.CausationId) = (recordedAt, row.CorrelationId, row.CausationId);
        read.Headers = store.Options.Serializer().FromJson<Dictionary<string, object>>(new MemoryStream(row.Headers));
        return read;
    }
}
