namespace JourneyStore.Engine.Access;

/// <summary>What a key may do.</summary>
[Flags]
public enum Scopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Send events.</summary>
    Ingest = 1,

    /// <summary>Read customers and views.</summary>
    Read = 2,

    /// <summary>Ask for decisions.</summary>
    Decide = 4,

    /// <summary>Held events and status.</summary>
    Admin = 8,

    /// <summary>All of them.</summary>
    All = Ingest | Read | Decide | Admin,
}

/// <summary>An API key as stored: its secret only as a SHA-256 hash.</summary>
/// <param name="Id">Short public id, the part of the key before the secret.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Tenant">The tenant of everything done with it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RevokedAt">When it was revoked; null: in force.</param>
public sealed record ApiKey(string Id, string Name, string Tenant, Scopes Scopes, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

/// <summary>A new key; the only time its secret is seen.</summary>
/// <param name="Key">The key as stored.</param>
/// <param name="Secret">What the caller presents as <c>Authorization: Bearer</c>.</param>
public sealed record CreatedApiKey(ApiKey Key, string Secret);
