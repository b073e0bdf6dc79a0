using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;

namespace JourneyStore.Hosting;

/// <summary>All that is known of a customer, for code that is no handler; a handler names <see cref="CustomerContext"/> among its parameters.</summary>
public interface ICustomerContexts
{
    /// <summary>The context in one answer: profile, signals, the application's own inline views.</summary>
    /// <param name="customer">The customer: <c>type:value</c>, or our id.</param>
    /// <param name="query">As of when, how fresh. Null: now, as it is.</param>
    /// <param name="tenant">The tenant. Null: <see cref="Tenants.Default"/>.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="BadParameterException"><paramref name="customer"/> is no reference.</exception>
    /// <exception cref="NotFoundException">Nobody is known by it.</exception>
    Task<CustomerContext> GetAsync(string customer, ContextQuery? query = null, string? tenant = null, CancellationToken ct = default);
}

internal sealed class CustomerContexts(JourneyEngine engine) : ICustomerContexts
{
    public Task<CustomerContext> GetAsync(string customer, ContextQuery? query, string? tenant, CancellationToken ct) =>
        CustomerRef.TryParse(customer, out var reference, out var problem)
            ? engine.ContextAsync(tenant ?? Tenants.Default, reference, query ?? new ContextQuery(), ct)
            : throw new BadParameterException(nameof(customer), $"customer: {problem}.");
}
