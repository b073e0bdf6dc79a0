using JourneyStore.Engine.Projections;
using JourneyStore.Events;

namespace ServiceDesk.Devices;

/// <summary>How often devices of a model failed, all customers together.</summary>
/// <param name="Id">The model: what the row is known by.</param>
/// <param name="Failures">How often.</param>
public sealed record ModelFailures(string Id, long Failures);

/// <summary>The view <c>device-models</c>: async, over all customers; what an event adds is a row of its own, and rows of one key are added
/// up.</summary>
public sealed class FailuresByModel : AggregateProjection<NoState, ModelFailures>
{
    public override string Name => "device-models";

    public override string Describes => "Failures of devices by model.";

    public override Grouping Grouping => Grouping.Customer;

    public override NoState Start() => NoState.None;

    public override NoState Apply(NoState state, JourneyEvent @event, Emit<ModelFailures> emit)
    {
        if (@event.Body is DeviceFailed failed) emit(failed.Model, new ModelFailures(failed.Model, 1));
        return state;
    }

    public override ModelFailures Add(ModelFailures? row, ModelFailures delta) =>
        row is null ? delta : row with { Failures = row.Failures + delta.Failures };

    public override ModelFailures Negate(ModelFailures delta) => delta with { Failures = -delta.Failures };

    public override bool IsEmpty(ModelFailures row) => row.Failures == 0;
}

/// <summary>Nothing need be remembered between events.</summary>
public sealed record NoState
{
    public static NoState None { get; } = new();
}
