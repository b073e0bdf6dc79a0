using JasperFx.CodeGeneration.Frames;
using JasperFx.CodeGeneration.Model;
using JourneyStore.Engine.Reading;

namespace JourneyStore.Engine.Reactions.Parameters;

/// <summary>
/// Where Wolverine's generated code has a <see cref="CustomerContext"/> from that a handler names: read before the handler is called, once for all
/// that need it.
/// </summary>
internal sealed class CustomerContextSource : IVariableSource
{
    public bool Matches(Type type) => type == typeof(CustomerContext);

    public Variable Create(Type type) => new MethodCall(typeof(HandledCustomer), nameof(HandledCustomer.ReadAsync)).ReturnVariable!;
}
