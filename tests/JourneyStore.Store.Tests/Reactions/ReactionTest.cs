using JourneyStore.Engine.Reactions;
using JourneyStore.Engine.Status;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.TestRooms;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace JourneyStore.Store.Tests.Reactions;

/// <summary>What tests of reactions share: hosts that tell the world outside which a test plays.</summary>
public abstract class ReactionTest : StoreTest
{
    protected const string Ann = "crm:ann";
    protected const string Bob = "crm:bob";

    // What any process is told of as "thing.happened".
    protected static readonly string[] Things = ["thing.happened"];

    private readonly List<ReactionHost> hosts = [];

    protected Outside Outside { get; } = new();

    /// <summary>The host that was started last.</summary>
    protected ReactionHost Host => hosts[^1];

    public override async Task DisposeAsync()
    {
        foreach (var host in hosts) await host.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>A process begins that tells the reaction "outside" of these types.</summary>
    protected async Task<ReactionHost> BeginAsync(
        string[]? types = null, ReactionOptions? options = null, Action<IServiceCollection>? services = null, bool balanced = false,
        Func<IServiceProvider, Task>? beforeWolverine = null)
    {
        var host = await ReactionHost.StartAsync(Harness, Outside, options, all =>
        {
            all.AddSingleton<IReactionTypes>(new ToldOf("outside", types ?? Things));
            services?.Invoke(all);
        }, balanced ? wolverine => wolverine.Durability.Mode = DurabilityMode.Balanced : null, beforeWolverine);
        hosts.Add(host);
        return host;
    }

    /// <summary>The process ends.</summary>
    protected async Task EndAsync()
    {
        var ending = Host;
        hosts.Remove(ending);
        await ending.DisposeAsync();
    }

    protected async Task<ReactionStatus> ReactionAsync(string name = "outside") =>
        (await Host.Engine.StatusAsync(Soon)).Reactions.Single(one => one.Name == name);

    protected Task ToldAsync(string name = "outside") =>
        EventuallyAsync(async () => (await ReactionAsync(name)).Waiting == 0, $"{name} is told of all");

    protected IEnumerable<string> Ids(string who = "outside") => Outside.Calls.Where(call => call.Who == who).Select(call => call.Event.Id);
}
