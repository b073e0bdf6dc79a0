using JourneyStore.Decisions;
using JourneyStore.Engine.Decisions;
using ServiceDesk.Devices;

namespace ServiceDesk.Loaners;

/// <summary>
/// Whether a customer whose device failed gets another one for the time being: <c>hand-out</c> to whoever has had enough already, <c>repair</c>
/// otherwise. The process
/// alone sees one broken device.
/// </summary>
public sealed class LoanerPolicy : Policy
{
    public override string Name => "loaner";

    public override int Version => 1;

    public override string Describes => "Whether a customer whose device failed gets a loaner: hand-out or repair.";

    public override IReadOnlyList<Fact> Facts { get; } = [Fact.Text("device", "The tag of the device that failed")];

    public override Verdict Decide(DecisionInput input)
    {
        var reasoning = new Reasoning();
        if (input.View<CustomerDevices>().Find(input.TextFact("device")) is { Failures: > 1 } device)
            reasoning.Because($"{device.Device} failed {device.Failures} times.", new Evidence(device.Position, device.EventId));
        if (input.Signal("lemon") is { Label: "lemon" } lemon)
            reasoning.Because($"{lemon.Contributions.Count} failures in 60 days.", lemon);
        if (input.Signal("friction") is { Label: "critical" } friction)
            reasoning.Because($"Friction is {friction.Value:0.0} (critical), from all that happened in other processes.", friction);
        if (!reasoning.IsEmpty) return reasoning.Decides("hand-out");
        reasoning.Because($"One device, for the first time, and nothing else is wrong.");
        return reasoning.Decides("repair");
    }
}
