using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Persons;

/// <summary>Goes on with erasures whose process has ended before they were done.</summary>
internal sealed class ErasureFollower(Eraser eraser, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await eraser.GoOnAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // It stays marked, and the next look may do better.
                logger.LogWarning(exception, "An erasure waits");
            }
            await Task.Delay(LookEvery, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
