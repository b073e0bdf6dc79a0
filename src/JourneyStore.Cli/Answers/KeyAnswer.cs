using JourneyStore.Cli.Composition;
using JourneyStore.Engine.Access;

namespace JourneyStore.Cli.Answers;

/// <summary>A key as listed.</summary>
internal sealed record KeyAnswer(
    string Id, string Name, string Tenant, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt)
{
    public static KeyAnswer Of(ApiKey key) => new(key.Id, key.Name, TenantName.Said(key.Tenant), Words(key.Scopes), key.CreatedAt, key.RevokedAt);

    /// <summary>The scopes as their words.</summary>
    public static IReadOnlyList<string> Words(Scopes scopes) =>
    [
        .. new[] { Engine.Access.Scopes.Ingest, Engine.Access.Scopes.Read, Engine.Access.Scopes.Decide, Engine.Access.Scopes.Admin }
            .Where(scope => scopes.HasFlag(scope))
            .Select(scope => scope.ToString().ToLowerInvariant()),
    ];
}
