using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Persons;

/// <summary>The streams of which a customer consists: the one place that knows.</summary>
internal static class CustomerStreams
{
    /// <summary>The streams, the customer's own first.</summary>
    /// <exception cref="StoreException">
    /// Code <c>was-split</c>: streams of the customer have events that are another customer's, or the other way round.
    /// </exception>
    public static async Task<IReadOnlyList<string>> OfAsync(Database storage, CustomerKey customer, CancellationToken ct)
    {
        var streams = await storage.ReadStreamsAsync(customer.Tenant, customer.Customer, ct);
        var (lost, got) = (Members.SplitsOf(streams, Members.Without("")), Members.SplitsOf(streams, Members.With("")));
        // A split that was taken back leaves everything with the one.
        if (!lost.SetEquals(got))
            throw new StoreException(
                "was-split", $"Customer {customer.Customer} was split: events of one stream are two customers'. Join the two before one is exported or erased, or erase both by hand.");
        return [.. streams.Where(stream => !Members.IsSplit(stream))];
    }
}
