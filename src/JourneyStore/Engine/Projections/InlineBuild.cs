using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Projections;

/// <summary>
/// Has inline views built whose rows are still to be built: those that came to a store with customers, and those that a load has left, here
/// or in a process that died over it.
/// </summary>
/// <param name="storage">The database.</param>
/// <param name="views">Names of the inline views.</param>
/// <param name="first">Builds them, with whatever else has folded nothing yet.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it logs.</param>
internal sealed class InlineBuild(Database storage, IReadOnlySet<string> views, FirstBuild first, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMinutes(1);

    private volatile string? problem;

    /// <summary>Why they cannot be built; null: they can, or are.</summary>
    public string? Problem => problem;

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var left = (await storage.ReadProgressAsync(ct))
                    .FirstOrDefault(p => p.Generation == Generation.Living && p.IsToBuild && views.Contains(p.Projection));
                if (left is not null) await first.OfAsync(left.Projection, ct);
                problem = null;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException away)
            {
                logger.LogWarning("Inline views that are to be built wait for the database: {Reason}", away.InnerException?.Message);
            }
            catch (Exception exception)
            {
                problem = exception.Message;
                logger.LogError(exception, "Inline views cannot be built");
            }
            await Task.Delay(problem is null ? LookEvery : TryAgainAfter, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
