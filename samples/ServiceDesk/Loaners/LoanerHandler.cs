using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Reactions;
using JourneyStore.Engine.Reading;
using ServiceDesk.Devices;
using Wolverine.Marten;

namespace ServiceDesk.Loaners;

/// <summary>
/// The reaction <c>loaner</c>: told of every device that failed, at least once, each customer's in their order. What it names among its parameters it
/// gets: the customer's
/// context, a policy's decision, recorded with its reasons. What it returns is Wolverine's: here a document to store.
/// </summary>
public static class LoanerHandler
{
    public static IMartenOp? Handle(
        EventStored<DeviceFailed> stored, CustomerContext customer, [Decision("loaner")] DecisionReceipt decision, ILogger<Loaner> log)
    {
        log.LogInformation("{Device} of {Customer}: {Outcome}", stored.Body.Device, customer.Identifiers[0], decision.Outcome);
        return decision.Outcome == "hand-out"
            ? MartenOps.Store(new Loaner(stored.IdempotencyKey, customer.Customer, stored.Body.Device, decision.Reasons, decision.AsOf))
            : null;
    }
}
