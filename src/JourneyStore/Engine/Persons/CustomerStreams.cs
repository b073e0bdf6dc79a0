using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Persons;

/// <summary>The streams of which a customer consists: the one place that knows.</summary>
internal static class CustomerStreams
{
    /// <summary>The streams, the customer's own first.</summary>
    public static IReadOnlyList<string> Of(CustomerKey customer) => [customer.Customer];
}
