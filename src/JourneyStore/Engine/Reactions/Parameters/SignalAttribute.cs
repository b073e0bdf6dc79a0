using System.Reflection;
using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Frames;
using JasperFx.CodeGeneration.Model;
using JourneyStore.Engine.Signals;
using Wolverine.Attributes;
using Wolverine.Configuration;

namespace JourneyStore.Engine.Reactions;

/// <summary>
/// On a parameter of type <see cref="SignalValue"/> of a handler: the customer's signal of that name, read with the customer's context.
/// </summary>
/// <param name="name">The signal's name.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SignalAttribute(string name) : WolverineParameterAttribute
{
    /// <summary>The signal's name.</summary>
    public string Name => name;

    /// <inheritdoc />
    public override Variable Modify(IChain chain, ParameterInfo parameter, IServiceContainer container, GenerationRules rules)
    {
        if (parameter.ParameterType != typeof(SignalValue))
            throw new InvalidOperationException(
                $"[Signal] goes with a parameter of type {nameof(SignalValue)}, found {parameter.ParameterType.Name} {parameter.Name} "
                + $"of {parameter.Member.DeclaringType?.FullName}.");
        var read = new MethodCall(typeof(Parameters.HandledCustomer), nameof(Parameters.HandledCustomer.Signal));
        read.Arguments[1] = Constant.ForString(name);
        read.ReturnVariable!.OverrideName($"signalOf{parameter.Name}");
        chain.Middleware.Add(read);
        return read.ReturnVariable;
    }
}
