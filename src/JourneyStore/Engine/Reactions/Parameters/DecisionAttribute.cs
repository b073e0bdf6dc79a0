using System.Reflection;
using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Frames;
using JasperFx.CodeGeneration.Model;
using JourneyStore.Engine.Decisions;
using Wolverine.Attributes;
using Wolverine.Configuration;

namespace JourneyStore.Engine.Reactions;

/// <summary>
/// On a parameter of type <see cref="DecisionReceipt"/> of a handler: the decision of that policy about the customer, made when the event is handled,
/// with what the event's data says of its facts, and recorded as <c>decision.made</c>. Each try makes a decision of its own.
/// </summary>
/// <param name="policy">The policy's name.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DecisionAttribute(string policy) : WolverineParameterAttribute
{
    /// <summary>The policy's name.</summary>
    public string Policy => policy;

    /// <inheritdoc />
    public override Variable Modify(IChain chain, ParameterInfo parameter, IServiceContainer container, GenerationRules rules)
    {
        if (parameter.ParameterType != typeof(DecisionReceipt))
            throw new InvalidOperationException(
                $"[Decision] goes with a parameter of type {nameof(DecisionReceipt)}, found {parameter.ParameterType.Name} {parameter.Name} "
                + $"of {parameter.Member.DeclaringType?.FullName}.");
        var decide = new MethodCall(typeof(Parameters.HandledCustomer), nameof(Parameters.HandledCustomer.DecideAsync));
        decide.Arguments[2] = Constant.ForString(policy);
        decide.ReturnVariable!.OverrideName($"decisionFor{parameter.Name}");
        chain.Middleware.Add(decide);
        return decide.ReturnVariable;
    }
}
