using StandardWebhooks;

namespace JourneyStore.Reactions;

/// <summary>Signs what the webhook posts, as Standard Webhooks (standardwebhooks.com) has it.</summary>
internal sealed class WebhookSignature
{
    private const string Prefix = "whsec_";
    private readonly StandardWebhook[] keys;

    private WebhookSignature(StandardWebhook[] keys) => this.keys = keys;

    /// <summary>The keys; null: nothing is signed.</summary>
    public static WebhookSignature? Of(string? secrets)
    {
        var keys = Split(secrets).Select(secret => new StandardWebhook(Key(secret)!)).ToArray();
        return keys.Length == 0 ? null : new WebhookSignature(keys);
    }

    /// <summary>What is wrong with the secrets. They are not told: whoever reads the sentence need not be who may know them.</summary>
    public static string? ProblemOf(string? secrets) => Split(secrets).FirstOrDefault(secret => Key(secret) is null) is { } wrong
        ? $"A webhook's secret is '{Prefix}' and 24 to 64 bytes in base64; found {wrong.Length} characters that are not. "
            + $"Make one: echo {Prefix}$(openssl rand -base64 32)"
        : null;

    /// <summary>What goes into the header <c>webhook-signature</c>.</summary>
    public string Sign(string id, DateTimeOffset at, string body) => string.Join(' ', keys.Select(key => key.Sign(id, at, body)));

    private static string[] Split(string? secrets) => secrets?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static byte[]? Key(string secret)
    {
        var key = new byte[secret.Length];
        return secret.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) && length is >= 24 and <= 64
            ? key[..length]
            : null;
    }
}
