namespace JourneyStore.Engine.Access;

/// <summary>Makes, lists, revokes and recognises API keys.</summary>
public sealed class ApiKeys
{
    /// <summary>Makes a key; its secret is shown once.</summary>
    public Task<CreatedApiKey> CreateAsync(string name, Scopes scopes, string tenant, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>All keys, newest first.</summary>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Revokes a key by its id; false when there is none.</summary>
    public Task<bool> RevokeAsync(string id, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>True when at least one key is in force.</summary>
    public Task<bool> AnyAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>The key that a secret belongs to; null: none, or revoked. Answers from memory for up to 5 seconds.</summary>
    public ValueTask<ApiKey?> RecogniseAsync(string secret, CancellationToken ct) => throw new NotImplementedException();
}
