using JourneyStore.Engine.Access;
using Microsoft.AspNetCore.Builder;

namespace JourneyStore.Http.Access;

/// <summary>The scope that a route needs; a route without it is open.</summary>
internal sealed record NeedsScope(Scopes Scope)
{
    /// <summary>The scope as keys and problems write it.</summary>
    public string Word => Scope.ToString().ToLowerInvariant();
}

internal static class NeedsScopeOnRoutes
{
    public static TBuilder Needs<TBuilder>(this TBuilder route, Scopes scope) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new NeedsScope(scope));
}
