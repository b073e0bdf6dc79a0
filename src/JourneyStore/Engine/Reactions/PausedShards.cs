using JasperFx;
using JasperFx.Events.Daemon;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine.Runtime;
using Wolverine.Runtime.Agents;
using ISubscriptionAgent = JasperFx.Events.Daemon.ISubscriptionAgent;
using IProjectionCoordinator = Marten.Events.Daemon.Coordination.IProjectionCoordinator;

namespace JourneyStore.Engine.Reactions;

/// <summary>
/// Starts those subscriptions and projections of this process again that Marten's daemon has paused, because the database was away, most likely.
/// Marten's own coordinator does this; where Wolverine distributes them, nobody does.
/// </summary>
internal sealed class PausedShards(
    IProjectionCoordinator coordinator, IWolverineRuntime wolverine, TimeProvider time, ILogger<PausedShards> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (int Times, long Last)> started = [];
    private IReadOnlyList<IProjectionDaemon> daemons = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!stoppingToken.IsCancellationRequested) await LookAsync();
            }
            catch (Exception exception)
            {
                // The database is away still, most likely.
                logger.LogDebug(exception, "Paused subscriptions could not be started again; looking again");
            }
        }
    }

    private async Task LookAsync()
    {
        if (daemons.Count == 0) daemons = [.. (await coordinator.AllDaemonsAsync()).Distinct()];
        var agents = daemons.SelectMany(daemon => daemon.CurrentAgents()).ToArray();
        foreach (var agent in agents.Where(agent => agent.Status == AgentStatus.Paused)) await StartAgainAsync(agent);
        foreach (var agent in agents.Where(agent => agent.Status == AgentStatus.Running)) started.Remove(agent.Name.Identity);
    }

    private async Task StartAgainAsync(ISubscriptionAgent agent)
    {
        var (times, last) = started.GetValueOrDefault(agent.Name.Identity);
        var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, times), LongestPause.TotalSeconds));
        if (times > 0 && time.GetElapsedTime(last) < pause) return;
        if (AddressOf(agent) is not { } address) return;
        started[agent.Name.Identity] = (times + 1, time.GetTimestamp());
        logger.LogInformation("{Shard} is started again", agent.Name.Identity);
        await wolverine.Agents.StopLocallyAsync(address);
        await wolverine.Agents.StartLocallyAsync(address);
    }

    /// <summary>Under which Wolverine runs it here; null: it does not.</summary>
    private Uri? AddressOf(ISubscriptionAgent agent) => wolverine.Agents.AllRunningAgentUris().FirstOrDefault(uri =>
        uri.Scheme == "event-subscriptions" && uri.AbsolutePath.EndsWith($"/{agent.Name.RelativeUrl}", StringComparison.OrdinalIgnoreCase));
}
