using JourneyStore.Engine.Reactions;
using Microsoft.Extensions.DependencyInjection;

namespace JourneyStore.Reactions;

/// <summary>Puts the webhook into a host.</summary>
public static class WebhookServices
{
    /// <summary>Adds the webhook; without an address it is there and takes no part.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="options">Where, what and how signed it posts.</param>
    public static IServiceCollection AddWebhook(this IServiceCollection services, WebhookOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<Webhook>();
        return services.AddSingleton<IReactionTypes>(provider => provider.GetRequiredService<Webhook>());
    }
}
