using JourneyStore.Engine.Access;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Persons;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Engine.Projections.Following;
using JourneyStore.Engine.Reactions;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Replay;
using JourneyStore.Engine.Signals;
using JourneyStore.Engine.Status;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Schema;
using JasperFx;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using JourneyStore.Events;
using Marten;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine;

/// <summary>The store as its users see it: append, read, decide, rebuild, verify. Safe for concurrent use.</summary>
public sealed partial class JourneyEngine : IAsyncDisposable
{
    private readonly Database storage;
    private readonly EngineOptions options;
    private readonly IIdSource ids;
    private readonly ViewSet views;
    private readonly EventReader reader;
    private readonly IntakeGate intake;
    private readonly CustomerReader customers;
    private readonly ViewReader viewReader;
    private readonly ShownRows shown;
    private readonly Decider decider;
    private readonly HeldBinder heldBinder;
    private readonly Replayer replayer;
    private readonly bool ownsDocuments;
    private readonly IReadOnlyList<ViewFollower> followers;
    private readonly ViewDaemon daemon;
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FirstBuild firstBuild;
    private readonly InlineBuild inlineBuild;
    private readonly StatusReader status;
    private readonly Settler settler;
    private readonly CustomerRebuild customerRebuild;
    private readonly CustomerMerge merge;
    private readonly SplitOfCustomer split;
    private readonly CustomerMemory memory;
    private readonly HeldEvents heldEvents;
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> background = [];
    private volatile BulkLoad? load;
    private StoreException? refusal;
    private int disposed;

    /// <summary>Makes an engine; <see cref="StartAsync"/> starts it.</summary>
    /// <param name="storage">The database; the engine disposes of it.</param>
    /// <param name="inventory">What the rooms hold.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ids">Where new ids come from.</param>
    /// <param name="logs">Where it logs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option outside its range.</exception>
    public JourneyEngine(Database storage, Inventory inventory, EngineOptions options, TimeProvider time, IIdSource ids, ILoggerFactory logs)
        : this(storage, inventory, options, time, ids, logs, null)
    {
    }

    /// <summary>As the other; with the store that a host has made, if it has made one.</summary>
    internal JourneyEngine(
        Database storage, Inventory inventory, EngineOptions options, TimeProvider time, IIdSource ids, ILoggerFactory logs,
        IDocumentStore? documents)
    {
        options.Check();
        (this.storage, this.options, this.ids, Inventory, Time) = (storage, options, ids, inventory, time);
        Catalog = inventory.Catalog;
        reader = new EventReader(Catalog);
        views = new ViewSet(inventory, reader, options.Order);
        var logger = logs.CreateLogger("JourneyStore.Projections");
        followers = [.. views.Async.Select(fold => new ViewFollower(
            storage, fold, options.BulkFrom, ct => firstBuild!.OfAsync(fold.Table.Name, ct), begun.Task, time, logger))];
        daemon = new ViewDaemon(storage, followers, time, logs);
        ownsDocuments = documents is null;
        Documents = documents ?? DocumentStore.For(ConfigureDocuments);
        storage.Identity = options.Identity ?? IdentityRules.Default;
        var acceptance = new Acceptance(Catalog, options.Intake, storage.Identity);
        heldEvents = new HeldEvents(acceptance);
        heldBinder = new HeldBinder(storage, heldEvents, (events, ct) => intake!.SubmitAsync(events, null, null, ct), time, logs.CreateLogger("JourneyStore.Identity"));
        memory = new CustomerMemory(options.Intake.RememberedRowBytes);
        intake = new IntakeGate(options.Intake, acceptance, time, logs.CreateLogger("JourneyStore.Intake"));
        var settlement = new Settlement(storage, views.Inline.All, reader, options.Order, time, memory.Forget);
        settler = new Settler(storage, settlement, time, logger);
        customerRebuild = new CustomerRebuild(storage, views, settlement, time);
        eraser = new Eraser(
            storage, Catalog, new PersonRefold(storage, views, customerRebuild, time), [.. views.Tables.Values],
            (request, ct) => intake.AppendAsync(request, null, ct), Forget, time, ids, options.ErasureReached);
        erasures = new ErasureFollower(eraser, time, logs.CreateLogger("JourneyStore.Identity"));
        var history = new HistoryFold(storage, views.Inline, reader, options.Order, settler.Missed);
        customers = new CustomerReader(storage, views.Inline, views.Signals, reader, history, new ReaderMemory(options.RememberedContextBytes), time);
        merge = new CustomerMerge(
            customers, views.Inline, new MergePreview(storage, views.Inline, views.Signals, reader), storage,
            async (linked, ct) => (await intake.SubmitAsync([linked], null, null, ct))[0], time, ids, storage.Identity);
        split = new SplitOfCustomer(
            customers, views.Inline, views.Signals, reader, storage,
            async (order, version, ct) => (await intake.SubmitAsync([order], version, null, ct))[0], time, ids, storage.Identity);
        viewReader = new ViewReader(storage, views.Tables);
        shown = new ShownRows(storage, views, history, reader, time);
        decider = new Decider(inventory.Policies, customers, storage, reader, intake.AppendAsync, time, ids, views.Versions);
        replayer = new Replayer(views, storage, reader, time, inventory.Policies);
        firstBuild = new FirstBuild(replayer.BuildFirstAsync);
        inlineBuild = new InlineBuild(storage, views.Inline.All.Select(view => view.Name).ToHashSet(), firstBuild, time, logger);
        status = new StatusReader(storage, views, reader, followers, inlineBuild);
        Reactions = new ReactionSet(inventory, [], new ReactionOptions());
        Dead = new DeadDeliveries(storage);
        Conflicts = new IdentityConflicts(storage);
        Keys = new ApiKeys(storage, time);
        Parked = new ParkedGroups(storage, views, time);
    }

    /// <summary>What the rooms hold.</summary>
    public Inventory Inventory { get; }

    /// <summary>Marten's store, in which everything is kept.</summary>
    public IDocumentStore Documents { get; }

    /// <summary>The event types that are known.</summary>
    public EventCatalog Catalog { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Limits and sizes of the intake.</summary>
    public IntakeOptions Intake => options.Intake;

    /// <summary>API keys.</summary>
    public ApiKeys Keys { get; }

    /// <summary>Identifiers that events named although they belong to somebody else.</summary>
    public IdentityConflicts Conflicts { get; }

    /// <summary>Customers and cases that projections have parked.</summary>
    public ParkedGroups Parked { get; }

    /// <summary>Events on which reactions failed for good.</summary>
    public DeadDeliveries Dead { get; }

    /// <summary>The reactions as they are in this process; who hosts them says so.</summary>
    internal ReactionSet Reactions { get; set; }

    /// <summary>How many events each reaction of this process failed on for good, as last counted.</summary>
    internal IReadOnlyDictionary<string, long> DeadByReaction { get; set; } = new Dictionary<string, long>();

    /// <summary>The database beside Marten's way to it.</summary>
    internal Database Storage => storage;

    /// <summary>Reads stored events.</summary>
    internal EventReader Reader => reader;

    /// <summary>Who folds an async view in this process.</summary>
    internal ViewFollower FollowerOf(string view) => followers.First(follower => follower.Name == view);

    /// <summary>Tells a store of Marten's of all that this engine keeps, and where.</summary>
    internal void ConfigureDocuments(StoreOptions marten) => ConfigureDocuments(marten, follow: true);

    /// <summary>The same.</summary>
    /// <param name="marten">Marten's options.</param>
    /// <param name="follow">False for a second store beside the engine's own, whose daemon leaves the async views alone.</param>
    internal void ConfigureDocuments(StoreOptions marten, bool follow)
    {
        marten.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
        MartenSetup.Configure(marten, Catalog, views, options.Tags);
        // Last: tags have Marten make connections of its own, by what the address tells without its password.
        marten.Connection(storage.Documents);
        if (follow)
        {
            ViewDaemon.Configure(marten, views, () => this);
            marten.Projections.AsyncMode = DaemonMode.HotCold;
        }
        options.Marten?.Invoke(marten);
    }

    /// <summary>
    /// What is not as it should be in the projections that this process folds and the reactions in which it takes part, in plain words; empty:
    /// nothing. Costs nothing.
    /// </summary>
    public IReadOnlyList<string> Degraded =>
    [
        .. followers.Where(view => view.Problem is not null).Select(view => $"projection {view.Name} is stopped"),
        .. settler.Failed == 0 ? Array.Empty<string>() : [$"late events of {settler.Failed} customers cannot be folded"],
        .. inlineBuild.Problem is null ? Array.Empty<string>() : ["inline views cannot be built"],
        .. daemon.Parked.Where(parked => parked.Value > 0).OrderBy(parked => parked.Key, StringComparer.Ordinal)
            .Select(parked => $"projection {parked.Key} has parked {parked.Value}"),
        .. DeadByReaction.Where(dead => dead.Value > 0).OrderBy(dead => dead.Key, StringComparer.Ordinal)
            .Select(dead => $"reaction {dead.Key} has failed for good on {dead.Value}"),
    ];

    /// <summary>The read models.</summary>
    public IReadOnlyList<ViewInfo> Views => views.Infos;

    /// <summary>Their tables, by name.</summary>
    internal IReadOnlyDictionary<string, ViewTable> Tables => views.Tables;

    /// <summary>How far the first build of views is that this process is about; null: none is.</summary>
    public WorkProgress? Building => firstBuild.At;

    /// <summary>
    /// Applies the schema, starts the committers and, unless they are held, the async projections. An engine that runs no projections starts on a
    /// store with views that it
    /// does not know, and refuses to write.
    /// </summary>
    /// <exception cref="StoreException">Code <c>unknown-views</c>: the store has views that this process does not know.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        await storage.CheckServerAsync(ct);
        if (options.Tags) await storage.CreateHstoreAsync(ct);
        await Documents.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        refusal = UnknownViews.Refusal(await storage.ReadOtherViewsAsync([.. views.Tables.Keys], ct));
        if (refusal is not null && options.RunProjections) throw refusal;
        await storage.PrepareAsync([.. views.Tables.Values], ct);
        intake.Start(OpenBatches);
        if (refusal is null) background.Add(Task.Run(() => heldBinder.RunAsync(stopping.Token), CancellationToken.None));
        if (!options.RunProjections) return;
        if (!options.HoldProjections) BeginProjections();
    }

    /// <summary>
    /// Begins a load: until <see cref="BeginProjections"/>, what this engine appends is not folded into inline views, which are built in bulk then,
    /// with
    /// the async ones. Answers about a customer are right meanwhile, folded from the history; pages of view rows wait for the build. A load
    /// that is broken off is no loss: the next process that runs projections builds what it left.
    /// </summary>
    /// <returns>False, and nothing is different: there are customers already, whose rows are to be kept current, or another process loads.</returns>
    /// <exception cref="InvalidOperationException">The projections of this engine are not held (<see cref="EngineOptions.HoldProjections"/>), so
    /// there would be no end.</exception>
    public async Task<bool> TryBeginLoadAsync(CancellationToken ct)
    {
        if (!options.HoldProjections) throw new InvalidOperationException("A load ends with BeginProjections; start the engine with HoldProjections.");
        return (load ??= await replayer.TryBeginLoadAsync(ct)) is not null;
    }

    /// <summary>Starts the projections that were held (<see cref="EngineOptions.HoldProjections"/>), and ends a load; once, by whoever started the
    /// engine.</summary>
    public void BeginProjections()
    {
        background.Add(Task.Run(async () =>
        {
            if (load is not null) await load.DisposeAsync();
            await inlineBuild.RunAsync(stopping.Token);
        }, CancellationToken.None));
        background.Add(Task.Run(() => settler.RunAsync(stopping.Token), CancellationToken.None));
        background.Add(Task.Run(() => erasures.RunAsync(stopping.Token), CancellationToken.None));
        background.Add(Task.Run(() => daemon.RunAsync(ownsDocuments ? Documents : null, stopping.Token), CancellationToken.None));
        begun.TrySetResult();
    }

    /// <summary>Appends. The task ends after the commit.</summary>
    /// <exception cref="IntakeFullException">The queue is full.</exception>
    /// <exception cref="StoreUnavailableException">The database is away.</exception>
    /// <exception cref="StoreSlowException">The receipt did not come within <see cref="IntakeOptions.MaxWait"/>.</exception>
    /// <exception cref="BadParameterException">Too many events in one request.</exception>
    public Task<AppendReceipt> AppendAsync(AppendRequest request, CancellationToken ct) => Knowing(() => intake.AppendAsync(request, null, ct));

    /// <summary>All that is known of a customer, in one round trip.</summary>
    /// <exception cref="NotFoundException">No such customer.</exception>
    /// <exception cref="NotFreshException">Not as fresh as asked.</exception>
    public Task<CustomerContext> ContextAsync(string tenant, CustomerRef customer, ContextQuery query, CancellationToken ct) =>
        customers.ContextAsync(tenant, customer, query, ct);

    /// <summary>A page of a customer's timeline.</summary>
    /// <exception cref="NotFoundException">No such customer.</exception>
    /// <exception cref="BadParameterException">A limit or cursor out of range.</exception>
    public Task<TimelinePage> TimelineAsync(string tenant, CustomerRef customer, TimelineQuery query, CancellationToken ct) =>
        customers.TimelineAsync(tenant, customer, query, ct);

    /// <summary>A page of a customer's stream by version.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="from">First version of the page, inclusive.</param>
    /// <param name="forwards">True: rising versions; false: falling ones.</param>
    /// <param name="limit">Most events; 1 to 1,000.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NotFoundException">No such customer.</exception>
    public async Task<IReadOnlyList<JourneyEvent>> StreamAsync(string tenant, CustomerRef customer, long from, bool forwards, int limit,
        CancellationToken ct)
    {
        Limits.Check(limit, nameof(limit));
        var id = await storage.ResolveAsync(tenant, customer, ct) ?? throw CustomerReader.Unknown(customer);
        var page = await storage.ReadStreamAsync(tenant, id, from, forwards, limit, ct);
        return [.. page.Select(stored => reader.Read(stored))];
    }

    /// <summary>A page of a read model's rows as they are kept; <see cref="ShowAsync(string, ViewPage, CancellationToken)"/> makes an answer of it.
    /// Limit 1 to 1,000.</summary>
    /// <exception cref="NotFoundException">No such view.</exception>
    public Task<ViewPage> ViewAsync(string tenant, string view, int limit, string? after, CancellationToken ct) =>
        viewReader.PageAsync(tenant, view, limit, after, ct);

    /// <summary>One row of a read model, by its key; that of a customer by any identifier (<c>type:value</c>) too.</summary>
    /// <exception cref="NotFoundException">No such view or row.</exception>
    public Task<ViewRow> ViewRowAsync(string tenant, string view, string key, CancellationToken ct) => viewReader.RowAsync(tenant, view, key, ct);

    /// <summary>What a page shows, as its read model has it, all rows as of the same moment: now. What occurs only later is in no row of an inline
    /// view.</summary>
    public async Task<ViewPage> ShowAsync(string tenant, ViewPage page, CancellationToken ct) =>
        page with { Rows = await shown.OfAsync(tenant, page.View, page.Rows, ct) };

    /// <summary>What a row shows, as of now.</summary>
    public async Task<ViewRow> ShowAsync(string tenant, string view, ViewRow row, CancellationToken ct) =>
        (await shown.OfAsync(tenant, view, [row], ct))[0];

    /// <summary>Decides and records the decision as <c>decision.made</c>.</summary>
    /// <exception cref="NotFoundException">No such policy or customer.</exception>
    public Task<DecisionReceipt> DecideAsync(string tenant, string policy, DecisionRequest request, CancellationToken ct) =>
        Knowing(() => decider.DecideAsync(tenant, policy, request, ct));

    /// <summary>The receipt of a decision.</summary>
    /// <exception cref="NotFoundException">No such decision.</exception>
    public Task<DecisionReceipt> DecisionAsync(string tenant, string decisionId, CancellationToken ct) => decider.FindAsync(tenant, decisionId, ct);

    /// <summary>A decision derived again from the events it saw.</summary>
    /// <exception cref="NotFoundException">No such decision.</exception>
    public Task<DecisionExplanation> ExplainAsync(string tenant, string decisionId, CancellationToken ct) =>
        decider.ExplainAsync(tenant, decisionId, ct);

    /// <summary>Held events, oldest first. Limit 1 to 1,000.</summary>
    public async Task<HeldPage> HeldAsync(string tenant, int limit, long? after, CancellationToken ct)
    {
        Limits.Check(limit, nameof(limit));
        var held = await storage.ReadHeldAsync(tenant, after ?? 0, limit + 1, ct);
        var page = held.Take(limit).Select(HeldEvent.Of).ToArray();
        return new HeldPage(page, held.Count > limit ? page[^1].Number : null);
    }

    /// <summary>Tries to bind the held events again.</summary>
    public Task<HeldRetry> RetryHeldAsync(string tenant, CancellationToken ct) => Knowing(() => heldBinder.RetryAsync(tenant, ct));

    /// <summary>Where the store stands.</summary>
    /// <param name="ct">Ends it.</param>
    /// <param name="tenant">
    /// Whose events, customers, rows, held, parked and unsettled are counted and named; null: everybody's. Positions, sizes, the queue, shadows and
    /// reactions are
    /// the store's.
    /// </param>
    public Task<StoreStatus> StatusAsync(CancellationToken ct, string? tenant = null) =>
        status.ReadAsync(tenant, intake.WaitingEvents, Reactions, ct);

    /// <summary>True when events can be stored now: the database answers, the schema is there, and no batch hangs in it.</summary>
    public async Task<bool> ReadyAsync(CancellationToken ct) => !intake.IsStuck && await storage.AnswersAsync(ct);

    /// <summary>Follows the log; never passes an event that may still appear.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">Only this customer; null: all.</param>
    /// <param name="after">Position to go on after; null: from now on.</param>
    /// <param name="ct">Ends it.</param>
    public IAsyncEnumerable<JourneyEvent> TailAsync(string tenant, CustomerRef? customer, long? after, CancellationToken ct) =>
        new LogTail(storage, reader).FollowAsync(tenant, customer, after, ct);

    /// <summary>
    /// Waits until every async projection has reached a position, every inline view has its rows, no first build is at work any more (each of
    /// them can be rebuilt at once), and what came late is folded.
    /// </summary>
    public async Task WaitForProjectionsAsync(long position, CancellationToken ct)
    {
        while ((await storage.ReadProgressAsync(ct)).Any(IsBehind) || await storage.IsFirstBuildMarkedAsync(ct)
            || await storage.CountUnsettledAsync(ct) > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), Time, ct);

        bool IsBehind(StoredProgress p) =>
            p.Generation == Generation.Living && views.Tables.TryGetValue(p.Projection, out var table)
                && (table.Async ? p.Position < position : p.IsToBuild);
    }

    /// <summary>Stops in order: no new appends, the queue is committed, projections end their batch.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1) return;
        await intake.DisposeAsync();
        await stopping.CancelAsync();
        await Task.WhenAll(background);
        if (load is not null) await load.DisposeAsync();
        if (ownsDocuments) Documents.Dispose();
        await storage.DisposeAsync();
        stopping.Dispose();
    }

    /// <summary>What writes is for a process that knows all views of the store.</summary>
    private Task<T> Knowing<T>(Func<Task<T>> write) => refusal is null ? write() : Task.FromException<T>(refusal);

    private BatchStore OpenBatches()
    {
        IInlineProjection<IDocumentOperations>[] applications =
            [.. ((StoreOptions)Documents.Options).Projections.All.Where(one => one.Lifecycle == ProjectionLifecycle.Inline)
                .Select(one => one.BuildForInline())];
        return new BatchStore(
            storage.OpenAppendSession(Documents, [.. views.Inline.All.Select(view => view.Name)], applications, options.Tags), views.Inline,
            applications.Length > 0 ? new MartenStreams(Documents) : null, memory, () => load, heldEvents.Again, storage.Identity.Of, ids, Time,
            Committed);
    }

    private void Committed(CommittedFolds folds)
    {
        customers.Follow(folds);
        settler.Committed(folds);
        if (folds.HasJoins) heldBinder.Joined();
    }
}
