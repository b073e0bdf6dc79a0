using JourneyStore.Engine.Reactions;
using JourneyStore.Engine.Reading;

namespace JourneyStore.TestRooms;

/// <summary>A message of an application's own, about a customer.</summary>
public sealed record Greet(CustomerRef Customer) : IAboutCustomer;

/// <summary>One that is about nobody.</summary>
public sealed record GreetNobody;

/// <summary>What is said.</summary>
public sealed record Greeting(string Customer);

public static class GreetHandler
{
    public static Greeting Handle(Greet greet, CustomerContext customer) => new(customer.Customer);

    public static Greeting Handle(GreetNobody greet, CustomerContext customer) => new(customer.Customer);
}
