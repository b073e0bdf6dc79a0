using System.Runtime.CompilerServices;
using System.Text.Json;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Replay;
using JourneyStore.Engine.Status;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine;

/// <summary>The store as its users see it: append, read, decide, rebuild, verify. Safe for concurrent use.</summary>
public sealed class JourneyEngine : IAsyncDisposable
{
    /// <summary>Makes an engine; <see cref="StartAsync"/> starts it.</summary>
    /// <param name="storage">The database; the engine disposes of it.</param>
    /// <param name="inventory">What the rooms hold.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ids">Where new ids come from.</param>
    /// <param name="logs">Where it logs.</param>
    public JourneyEngine(
        IStorage storage, Inventory inventory, EngineOptions options, TimeProvider time, IIdSource ids, Microsoft.Extensions.Logging.ILoggerFactory logs)
        => throw new NotImplementedException();

    /// <summary>What the rooms hold.</summary>
    public Inventory Inventory => throw new NotImplementedException();

    /// <summary>The clock.</summary>
    public TimeProvider Time => throw new NotImplementedException();

    /// <summary>Limits and sizes of the intake.</summary>
    public IntakeOptions Intake => throw new NotImplementedException();

    /// <summary>Applies the schema, starts the committers and the async projections.</summary>
    public Task StartAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Appends. The task ends after the commit.</summary>
    /// <exception cref="Errors.IntakeFullException">The queue is full.</exception>
    /// <exception cref="Errors.StoreUnavailableException">The database is away.</exception>
    public Task<AppendReceipt> AppendAsync(AppendRequest request, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>All that is known of a customer, in one round trip.</summary>
    /// <exception cref="Errors.NotFoundException">No such customer.</exception>
    /// <exception cref="Errors.NotFreshException">Not as fresh as asked.</exception>
    public Task<CustomerContext> ContextAsync(string tenant, CustomerRef customer, ContextQuery query, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>A page of a customer's timeline.</summary>
    /// <exception cref="Errors.NotFoundException">No such customer.</exception>
    /// <exception cref="Errors.BadParameterException">A limit or cursor out of range.</exception>
    public Task<TimelinePage> TimelineAsync(string tenant, CustomerRef customer, TimelineQuery query, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>The read models.</summary>
    public IReadOnlyList<ViewInfo> Views => throw new NotImplementedException();

    /// <summary>A page of a read model's rows. Limit 1 to 1,000.</summary>
    /// <exception cref="Errors.NotFoundException">No such view.</exception>
    public Task<ViewPage> ViewAsync(string tenant, string view, int limit, string? after, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>One row of a read model.</summary>
    /// <exception cref="Errors.NotFoundException">No such view or row.</exception>
    public Task<ViewRow> ViewRowAsync(string tenant, string view, string key, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Decides and records the decision as <c>decision.made</c>.</summary>
    /// <exception cref="Errors.NotFoundException">No such policy or customer.</exception>
    public Task<DecisionReceipt> DecideAsync(string tenant, string policy, DecisionRequest request, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>The receipt of a decision.</summary>
    /// <exception cref="Errors.NotFoundException">No such decision.</exception>
    public Task<DecisionReceipt> DecisionAsync(string tenant, string decisionId, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>A decision derived again from the events it saw.</summary>
    /// <exception cref="Errors.NotFoundException">No such decision.</exception>
    public Task<DecisionExplanation> ExplainAsync(string tenant, string decisionId, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Held events, oldest first. Limit 1 to 1,000.</summary>
    public Task<HeldPage> HeldAsync(string tenant, int limit, long? after, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Tries to bind the held events again.</summary>
    public Task<HeldRetry> RetryHeldAsync(string tenant, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Where the store stands.</summary>
    public Task<StoreStatus> StatusAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>True when events can be stored now: the database answers and the schema is there.</summary>
    public Task<bool> ReadyAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Follows the log; never passes an event that may still appear.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">Only this customer; null: all.</param>
    /// <param name="after">Position to go on after; null: from now on.</param>
    /// <param name="ct">Ends it.</param>
    public async IAsyncEnumerable<JourneyEvent> TailAsync(
        string tenant, CustomerRef? customer, long? after, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        yield break;
    }

    /// <summary>API keys.</summary>
    public ApiKeys Keys => throw new NotImplementedException();

    /// <summary>Rebuilds a read model beside the one in use, then switches to it (or, as a shadow, leaves it beside).</summary>
    public Task<RebuildReport> RebuildAsync(string view, bool shadow, IProgress<WorkProgress>? progress, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Puts a shadow into use.</summary>
    public Task<RebuildReport> PromoteAsync(string view, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Throws a shadow away.</summary>
    public Task DiscardAsync(string view, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Folds the log again and compares. Null: all views.</summary>
    public Task<VerifyReport> VerifyAsync(IReadOnlyList<string>? views, IProgress<WorkProgress>? progress, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Waits until every async projection has reached a position.</summary>
    public Task WaitForProjectionsAsync(long position, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Stops in order: no new appends, the queue is committed, projections end their batch.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
