using JourneyStore.Engine.Reading;

namespace JourneyStore.Engine.Reactions;

/// <summary>
/// A message of an application that is about a customer, so that its handler may name <see cref="CustomerContext"/> among its parameters.
/// </summary>
public interface IAboutCustomer
{
    /// <summary>The customer, in the tenant of the message.</summary>
    CustomerRef Customer { get; }
}
