using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Access;

/// <summary>Makes, lists, revokes and recognises API keys: <c>js_ID_SECRET</c>, of which only a SHA-256 hash is stored.</summary>
public sealed class ApiKeys
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(5);

    private readonly Database storage;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<string, (ApiKey? Key, long Since)> remembered = new();

    internal ApiKeys(Database storage, TimeProvider time) => (this.storage, this.time) = (storage, time);

    /// <summary>Makes a key; its secret is shown once.</summary>
    /// <exception cref="BadParameterException">A name of other than 1 to 100 characters, or no scope.</exception>
    public async Task<CreatedApiKey> CreateAsync(string name, Scopes scopes, string tenant, CancellationToken ct)
    {
        if (name.Length is 0 or > 100 || name.Contains('\0')) throw new BadParameterException("name", $"A key's name has 1 to 100 characters, found {name.Length}.");
        if (tenant.Length is 0 or > 100 || tenant.Contains('\0')) throw new BadParameterException("tenant", $"A tenant's name has 1 to 100 characters, found {tenant.Length}.");
        if (scopes == Scopes.None || (scopes & ~Scopes.All) != 0) throw new BadParameterException("scopes", "A key has at least one of the scopes ingest, read, decide, admin.");
        // 160 random bits: a plain hash is enough for a secret that nobody can guess.
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var secret = $"js_{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20))}";
        var key = new ApiKey(id, name, tenant, scopes, time.GetUtcNow(), null);
        await storage.AddKeyAsync(key, Hash(secret), ct);
        return new CreatedApiKey(key, secret);
    }

    /// <summary>All keys, newest first.</summary>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken ct) => storage.ReadKeysAsync(ct);

    /// <summary>Revokes a key by its id; false when none of that id is in force. Other processes notice within 5 seconds.</summary>
    public async Task<bool> RevokeAsync(string id, CancellationToken ct)
    {
        var revoked = await storage.RevokeKeyAsync(id, time.GetUtcNow(), ct);
        remembered.Clear();
        return revoked;
    }

    /// <summary>True when at least one key is in force.</summary>
    public async Task<bool> AnyAsync(CancellationToken ct) => (await storage.ReadKeysAsync(ct)).Any(key => key.RevokedAt is null);

    /// <summary>The key that a secret belongs to; null: none, or revoked. Answers from memory for up to 5 seconds.</summary>
    public async ValueTask<ApiKey?> RecogniseAsync(string secret, CancellationToken ct)
    {
        var now = time.GetTimestamp();
        if (remembered.TryGetValue(secret, out var known) && time.GetElapsedTime(known.Since, now) < RememberedFor) return known.Key;
        var key = secret.Length <= 200 ? await storage.FindKeyAsync(Hash(secret), ct) : null;
        if (key?.RevokedAt is not null) key = null;
        // Guesses are not worth remembering one by one.
        if (remembered.Count >= MostRemembered) remembered.Clear();
        if (key is not null) remembered[secret] = (key, now);
        return key;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
