using JourneyStore.Events.Orders;

namespace JourneyStore.Events;

/// <summary>
/// How heavy friction is, in points. The figures are a judgement, not a measurement: a complaint is the yardstick at 8, a hand-over
/// a quarter of it. They sit here and not in a signal because views and signals must agree on them without knowing each other.
/// </summary>
public static class FrictionPoints
{
    /// <summary>Time after which friction weighs half: 14 days.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromDays(14);

    /// <summary>Points of one event when it happens: from 1 (waiting) to 8 (complaint).</summary>
    public static double Of(FrictionKind kind) => kind switch
    {
        FrictionKind.Waiting => 1,
        FrictionKind.PaymentTrouble => 1,
        FrictionKind.Handover => 2,
        FrictionKind.Return => 2,
        FrictionKind.OutOfStock => 3,
        FrictionKind.Cancellation => 3,
        FrictionKind.Reopening => 4,
        FrictionKind.Escalation => 4,
        FrictionKind.LowScore => 4,
        FrictionKind.FailedDelivery => 5,
        FrictionKind.SlaBreach => 5,
        FrictionKind.BrokenPromise => 6,
        FrictionKind.Complaint => 8,
        _ => 1,
    };

    /// <summary>Points of an event when it happens; 0 when it is no friction.</summary>
    public static double Of(JourneyEvent @event) => @event.Body is IFriction { Friction: { } kind } ? Of(kind) : 0;

    /// <summary>How much a customer's friction weighs by value: 1 (unknown, standard), 1.25 (silver), 1.5 (gold), 2 (platinum).</summary>
    public static double Weight(ValueTier tier) => tier switch
    {
        ValueTier.Platinum => 2,
        ValueTier.Gold => 1.5,
        ValueTier.Silver => 1.25,
        _ => 1,
    };
}
