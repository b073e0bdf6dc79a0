using Microsoft.Extensions.Hosting;

namespace JourneyStore.Cli.Serving;

/// <summary>Keeps the host from listening to signals: the verb hears them and stops things in order.</summary>
internal sealed class EndedByUs : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
