using JourneyStore.Engine.Access;
using JourneyStore.Engine.Intake;
using Microsoft.AspNetCore.Http;

namespace JourneyStore.Http.Access;

/// <summary>Who asks, by the key presented. The tenant comes from here and from nowhere else.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Scopes">What the caller may do.</param>
/// <param name="Name">Who that is, for what is recorded: the key's name.</param>
public sealed record Caller(string Tenant, Scopes Scopes, string Name)
{
    /// <summary>Whoever asks when no keys are asked.</summary>
    internal static Caller OfDev { get; } = new(Tenants.Default, Scopes.All, "dev");

    /// <summary>The caller that the gate has let in; how routes get it.</summary>
    /// <param name="http">The request.</param>
    public static ValueTask<Caller> BindAsync(HttpContext http) =>
        ValueTask.FromResult(http.Features.Get<Caller>() ?? throw new InvalidOperationException("The route asks for a caller but not for a scope."));
}
