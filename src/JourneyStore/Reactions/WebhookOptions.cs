namespace JourneyStore.Reactions;

/// <summary>Where, what and how signed the webhook posts.</summary>
public sealed record WebhookOptions
{
    /// <summary>Types that are posted when none are named.</summary>
    public static IReadOnlyList<string> DefaultTypes { get; } = ["complaint.filed", "sla.breached", "ticket.escalated"];

    /// <summary>Where it posts to: absolute, http or https. Default null: nowhere.</summary>
    public Uri? Address { get; init; }

    /// <summary>Event types that are posted, in the catalogue or not. Default empty: <see cref="DefaultTypes"/>.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>
    /// The secret that receivers check signatures with: <c>whsec_</c> and 24 to 64 random bytes in base64, as Standard Webhooks has it. Several,
    /// separated by blanks, while one takes the place of another: each signs. Default null: nothing is signed.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>What is wrong with them, in a sentence that tells neither address nor secret; null: nothing.</summary>
    public string? Problem
    {
        get
        {
            if (Address is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")))
                return "A webhook needs an absolute address with http or https.";
            return WebhookSignature.ProblemOf(Secret);
        }
    }
}
