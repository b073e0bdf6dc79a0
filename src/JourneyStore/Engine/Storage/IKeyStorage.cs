using JourneyStore.Engine.Access;

namespace JourneyStore.Engine.Storage;

/// <summary>API keys as stored.</summary>
public interface IKeyStorage
{
    /// <summary>Adds a key.</summary>
    Task AddKeyAsync(ApiKey key, byte[] hash, CancellationToken ct);

    /// <summary>All keys, newest first.</summary>
    Task<IReadOnlyList<ApiKey>> ReadKeysAsync(CancellationToken ct);

    /// <summary>A key by the hash of its secret; null: none.</summary>
    Task<ApiKey?> FindKeyAsync(byte[] hash, CancellationToken ct);

    /// <summary>Revokes a key in force; false: none of that id.</summary>
    Task<bool> RevokeKeyAsync(string id, DateTimeOffset now, CancellationToken ct);
}
