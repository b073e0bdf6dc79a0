using JourneyStore.Engine.Projections;
using JourneyStore.Events;

namespace ServiceDesk.Devices;

/// <summary>The devices of a customer that failed: the newest 50.</summary>
public sealed record CustomerDevices
{
    public required string Customer { get; init; }

    public List<FailedDevice> Failed { get; init; } = [];

    public FailedDevice? Find(string? device) => Failed.Find(one => one.Device == device);
}

/// <summary>A device, and how often it failed.</summary>
public sealed record FailedDevice(string Device, string Model, int Failures, DateTimeOffset LastFailedAt, long Position, string EventId);

/// <summary>
/// The view <c>devices</c>. Inline, so that it is current when the receipt of an event is sent, in the customer's context, and what a policy decides
/// by. The row is a Marten
/// document: <c>session.Query&lt;CustomerDevices&gt;()</c>.
/// </summary>
public sealed class CustomerDevicesProjection : CustomerProjection<CustomerDevices>
{
    private const int Most = 50;

    public override string Name => "devices";

    public override string Describes => "The devices of a customer that failed, and how often each did.";

    public override CustomerDevices Start(string customer) => new() { Customer = customer };

    public override CustomerDevices Apply(CustomerDevices view, JourneyEvent @event)
    {
        if (@event.Body is not DeviceFailed failed) return view;
        var before = view.Find(failed.Device)?.Failures ?? 0;
        view.Failed.RemoveAll(one => one.Device == failed.Device);
        view.Failed.Add(new FailedDevice(failed.Device, failed.Model, before + 1, @event.OccurredAt, @event.Position, @event.Id));
        if (view.Failed.Count > Most) view.Failed.RemoveAt(0);
        return view;
    }
}
