using System.Collections.Concurrent;
using JasperFx.Events.Projections;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage.Append;
using JourneyStore.Engine.Storage.Checkpoints;
using JourneyStore.Engine.Storage.Held;
using JourneyStore.Engine.Storage.Keys;
using JourneyStore.Engine.Storage.Parking;
using JourneyStore.Engine.Storage.Projecting;
using JourneyStore.Engine.Storage.Reactions;
using JourneyStore.Engine.Storage.Reading;
using JourneyStore.Engine.Storage.Rebuilding;
using JourneyStore.Engine.Storage.Schema;
using Marten;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace JourneyStore.Engine.Storage;

/// <summary>
/// The database, PostgreSQL 14 or newer, beside Marten's own way to it: what is read and written in bulk goes by statements of ours, each a file of
/// its own; this class lends them
/// connections. A database that cannot be reached throws <see cref="StoreUnavailableException"/>, a batch that met another transaction
/// <see cref="ConflictException"/>.
/// </summary>
public sealed partial class Database : IAsyncDisposable
{
    private const int OldestServer = 14;

    // "journey" in ASCII.
    private const long PrepareLock = 0x6A6F75726E6579;

    // With more connections at once each carries fewer questions, and the processors have more processes to share; with fewer, one core waits while
    // the other answers.
    private const int QuestionsUnderWay = 2;
    private const int MostQuestions = 256;

    private readonly NpgsqlDataSource lookups;
    private readonly NpgsqlDataSource bulk;
    private readonly NpgsqlDataSource alone;
    private readonly NpgsqlDataSource documents;
    private readonly AppendSignal signal;
    private readonly ConcurrentDictionary<string, (ReadCustomer Whole, Gathered<(string Tenant, CustomerMark Mark), bool> Standing)> customers = [];
    private Dictionary<string, ViewTable> views = [];
    private CheckpointStatements? settling;

    private Database(NpgsqlDataSource lookups, NpgsqlDataSource bulk, NpgsqlDataSource alone, NpgsqlDataSource documents, AppendSignal signal) =>
        (this.lookups, this.bulk, this.alone, this.documents, this.signal) = (lookups, bulk, alone, documents, signal);

    /// <summary>The connections with which Marten works.</summary>
    internal NpgsqlDataSource Documents => documents;

    /// <summary>The rules by which a customer is looked up; the engine that has the database says.</summary>
    internal IdentityRules Identity { get; set; } = IdentityRules.Default;

    /// <summary>Opens a database; the schema is applied when the engine starts.</summary>
    /// <param name="connectionString">Npgsql connection string. Pool size and options that it names are kept.</param>
    /// <param name="time">The clock of waits.</param>
    /// <param name="logs">Where it logs.</param>
    public static Database Open(string connectionString, TimeProvider time, ILoggerFactory logs)
    {
        var lookups = Connections.Lookups(connectionString, logs);
        return new Database(
            lookups, Connections.Bulk(connectionString, logs), Connections.Alone(connectionString, logs),
            Connections.Documents(connectionString, logs),
            new AppendSignal(lookups, time, logs.CreateLogger("JourneyStore.Signal")));
    }

    /// <summary>Looks at the server, and begins the record of the views that are new; the schema is there.</summary>
    internal Task PrepareAsync(IReadOnlyList<ViewTable> tables, CancellationToken ct) => OnBulk(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Generations.Execute(connection, $"select pg_advisory_xact_lock({PrepareLock})", ct);
        foreach (var table in tables) await ViewTables.EnsureAsync(connection, table, ct);
        await transaction.CommitAsync(ct);
        views = tables.ToDictionary(table => table.Name);
        settling = new CheckpointStatements([.. tables.Where(table => !table.Async).OrderBy(table => table.Name, StringComparer.Ordinal)]);
        customers.Clear();
        return true;
    }, ct);

    /// <summary>The views that the store has and that are none of these, by name.</summary>
    internal Task<IReadOnlyList<string>> ReadOtherViewsAsync(IReadOnlyCollection<string> known, CancellationToken ct) =>
        Ask(lookups, connection => OtherViews.ReadAsync(connection, known, ct), ct);

    internal Task<bool> ForgetViewAsync(string view, CancellationToken ct) =>
        Ask(lookups, connection => ForgetView.RunAsync(connection, view, ct), ct);

    /// <summary>The extension in which Marten keeps tags; whoever owns the database may create it.</summary>
    internal Task CreateHstoreAsync(CancellationToken ct) => OnBulk(async connection =>
    {
        await Generations.Execute(connection, "create extension if not exists hstore", ct);
        return true;
    }, ct);

    /// <summary>Refuses a server that is too old.</summary>
    internal Task CheckServerAsync(CancellationToken ct) => Ask(lookups, connection => connection.PostgreSqlVersion.Major >= OldestServer
        ? Task.FromResult(true)
        : throw new StoreException("server-too-old", $"PostgreSQL {OldestServer} or newer is needed, found {connection.PostgreSqlVersion}."), ct);

    /// <param name="store">Marten's store, by which it is written.</param>
    /// <param name="inlineViews">The inline views of ours.</param>
    /// <param name="applications">Inline projections that an application has registered with Marten.</param>
    /// <param name="tags">Whether events bear Marten's tags.</param>
    internal AppendSession OpenAppendSession(
        IDocumentStore store, IReadOnlyList<string> inlineViews, IReadOnlyList<IInlineProjection<IDocumentOperations>> applications,
        bool tags = false) =>
        new(lookups, store, [.. inlineViews.Select(Table)], applications, tags, signal.Committed);

    internal async Task<bool> AnswersAsync(CancellationToken ct)
    {
        try
        {
            return await Ask(lookups, async connection =>
            {
                await using var command = connection.Command("select 1 from js_views limit 1");
                command.CommandTimeout = 3;
                return await command.ExecuteScalarAsync(ct) is not null;
            }, ct);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or PostgresException)
        {
            return false;
        }
    }

    internal async Task<StoredCustomer?> ReadCustomerAsync(string tenant, CustomerRef customer, IReadOnlyList<string> names, CustomerMark? known,
        CancellationToken ct)
    {
        var question = customers.GetOrAdd(string.Join(',', names), _ => Customers([.. names.Select(Table)]));
        // Most that are asked for again have not moved. Whom an identifier leads to changes with a join, which moves that stream; so our id stands
        // for it.
        if (known is { } mark && await question.Standing.AskAsync((tenant, mark), ct)) return new StoredCustomer(mark, null);
        return await Ask(lookups, connection => question.Whole.RunAsync(connection, tenant, customer, Identity, ct), ct);
    }

    internal Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct) =>
        Ask(lookups, connection => ReadHistory.RunAsync(connection, query, ct), ct);

    internal Task<IReadOnlyList<StoredEvent>> ReadStreamAsync(string tenant, string customer, long from, bool forwards, int limit,
        CancellationToken ct) =>
        Ask(lookups, connection => ReadStream.RunAsync(connection, tenant, customer, from, forwards, limit, ct), ct);

    internal Task<IReadOnlyList<StoredEvent>> ReadTimelineAsync(StoredTimelineQuery query, CancellationToken ct) =>
        Ask(lookups, connection => ReadTimeline.RunAsync(connection, query, ct), ct);

    internal Task<StoredEvent?> ReadEventAsync(string tenant, Guid key, CancellationToken ct) =>
        Ask(lookups, connection => ReadEvent.RunAsync(connection, tenant, key, ct), ct);

    internal Task<LogWindow> ReadLogAsync(long after, int limit, CancellationToken ct) =>
        Ask(lookups, connection => ReadLog.RunAsync(connection, after, limit, ct), ct);

    internal Task<ulong> DrawTransactionAsync(CancellationToken ct) => OnLookups(async connection =>
    {
        // A statement alone is a transaction alone; one that wrote nothing ends without waiting for the disk.
        await using var command = connection.Command("select pg_current_xact_id()");
        return (ulong)(await command.ExecuteScalarAsync(ct))!;
    }, ct);

    internal Task<long> ReadHighestPositionAsync(CancellationToken ct) => Ask(lookups, async connection =>
    {
        await using var command = connection.Command("select coalesce((select seq_id from mt_events order by seq_id desc limit 1), 0)");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }, ct);

    internal Task WaitForAppendAsync(TimeSpan atMost, CancellationToken ct) => signal.WaitAsync(atMost, ct);

    internal Task<IReadOnlyList<RankedRow>> ReadViewAsync(string tenant, ViewTable view, int limit, RowCursor? after, CancellationToken ct) =>
        Ask(lookups, connection => ReadView.PageAsync(connection, tenant, view, limit, after, ct), ct);

    internal Task<IReadOnlySet<string>> ReadAheadAsync(string tenant, IReadOnlyCollection<string> customers, DateTimeOffset now,
        CancellationToken ct) =>
        Ask(lookups, connection => ReadAhead.RunAsync(connection, tenant, customers, now, ct), ct);

    internal Task<IReadOnlyDictionary<long, bool>> ReadSkippedAsync(ViewTable view, CancellationToken ct) =>
        Ask(lookups, connection => ReadSkipped.OfViewAsync(connection, view.Name, ct), ct);

    internal Task<ViewRow?> ReadViewRowAsync(string tenant, ViewTable view, string key, CancellationToken ct) =>
        Ask(lookups, connection => ReadView.RowAsync(connection, tenant, view, key, ct), ct);

    internal Task<StoredCounts> ReadCountsAsync(IReadOnlyList<ViewTable> tables, string? tenant, CancellationToken ct) =>
        Ask(bulk, connection => ReadCounts.RunAsync(connection, tables, tenant, ct), ct);

    internal Task<IReadOnlyList<StoredProgress>> ReadProgressAsync(CancellationToken ct) =>
        Ask(lookups, connection => ReadProgress.RunAsync(connection, ct), ct);

    internal Task<ProjectionSession> BeginProjectionAsync(
        ViewTable view, Generation generation, WantedGroups wanted, CancellationToken ct) =>
        ProjectionSession.BeginAsync(lookups, view, generation, wanted, ct);

    internal Task<IReadOnlyList<StoredParked>> ReadParkedAsync(ParkedQuery query, CancellationToken ct) =>
        Ask(lookups, connection => ReadParked.PageAsync(connection, query, ct), ct);

    internal Task<IReadOnlyDictionary<string, long>> CountParkedAsync(CancellationToken ct, string? tenant = null) =>
        Ask(lookups, c => ReadParked.CountAsync(c, tenant, ct), ct);

    internal Task<IReadOnlyList<StoredSkipped>> ReadSkippedAsync(string tenant, string? projection, long after, int limit, CancellationToken ct) =>
        Ask(lookups, connection => ReadSkipped.PageAsync(connection, tenant, projection, after, limit, ct), ct);

    internal Task<IAsyncDisposable?> TryOwnRebuildAsync(string view, CancellationToken ct) => RebuildLock.TryAsync(alone, view, ct);

    internal Task<IAsyncDisposable?> MarkFirstBuildAsync(CancellationToken ct) => FirstBuildMark.SetAsync(alone, ct);

    internal Task<bool> IsFirstBuildMarkedAsync(CancellationToken ct) => Ask(lookups, c => FirstBuildMark.StandsAsync(c, ct), ct);

    internal Task<long?> LeaveToBuildAsync(IReadOnlyList<ViewTable> tables, CancellationToken ct) =>
        OnBulk(connection => Generations.LeaveToBuildAsync(connection, tables, ct), ct);

    internal Task<IReadOnlyList<RebuildPart>> BeginRebuildAsync(ViewTable view, bool fresh, CancellationToken ct) =>
        OnBulk(connection => Parts.BeginAsync(connection, view, fresh, ct), ct);

    internal Task PlanRebuildAsync(ViewTable view, IReadOnlyList<RebuildPart> parts, CancellationToken ct) =>
        OnBulk(connection => Done(Parts.PlanAsync(connection, view, parts, ct)), ct);

    internal Task<IReadOnlyList<RebuildPart>> ReadPartsAsync(ViewTable view, CancellationToken ct) =>
        Ask(bulk, connection => Parts.ReadAsync(connection, view, ct), ct);

    internal Task<Snapshot> OpenSnapshotAsync(CancellationToken ct) => Failures.Guard(() => Snapshot.OpenAsync(bulk, ct));

    internal Task<PartWriter> OpenPartAsync(int part, CancellationToken ct) => PartWriter.OpenAsync(bulk, part, ct);

    internal IAsyncEnumerable<ViewWrite> ReadPartSumsAsync(ViewTable view, CancellationToken ct) => Parts.ReadSumsAsync(bulk, view, ct);

    internal Task JoinPartsAsync(ViewTable view, IAsyncEnumerable<ViewWrite> rows, long position, CancellationToken ct) =>
        OnBulk(connection => Done(Parts.JoinAsync(connection, view, rows, position, ct)), ct);

    internal Task EndRebuildAsync(ViewTable view, CancellationToken ct) => OnBulk(connection => Done(Parts.ForgetAsync(connection, view, ct)), ct);

    internal Task UpsertNextAsync(ViewTable view, IReadOnlyList<ViewWrite> rows, CancellationToken ct) =>
        OnLookups(connection => Done(new SwitchSession(connection, view).WriteAsync(rows, ct)), ct);

    internal Task<NextParked> ReadNextParkedAsync(ViewTable view, int samples, CancellationToken ct) =>
        Ask(bulk, connection => ReadParked.OfNextAsync(connection, view.Name, samples, ct), ct);

    internal Task<IReadOnlyList<CustomerKey>> ReadStaleAsync(ViewTable view, int limit, CancellationToken ct) =>
        Ask(bulk, connection => StaleRows.ReadAsync(connection, view, limit, ct), ct);

    internal Task PromoteInlineAsync(ViewTable view, Func<SwitchSession, Task> bringUpToDate, CancellationToken ct) => OnBulk(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Conflicts with the row locks that every append takes first, and with no reader.
        await Generations.Execute(connection, "lock table mt_streams in exclusive mode", ct);
        await bringUpToDate(new SwitchSession(connection, view));
        await Generations.SwitchAsync(connection, view, ct);
        await transaction.CommitAsync(ct);
        return true;
    }, ct);

    internal Task<bool> PromoteAsyncViewAsync(ViewTable view, bool evenBehind, CancellationToken ct) => OnBulk(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // A batch of the projection locks its progress and then reads the tables; taken in the same order, neither waits for the other in a circle.
        if (!await Generations.SwitchProgressAsync(connection, view, evenBehind, ct)) return false;
        await Generations.LockAsync(connection, view, ct);
        await Generations.SwitchAsync(connection, view, ct);
        await transaction.CommitAsync(ct);
        return true;
    }, ct);

    internal Task<bool> DiscardAsync(ViewTable view, CancellationToken ct) =>
        OnBulk(connection => Generations.DiscardAsync(connection, view, ct), ct);

    internal Task<IReadOnlyList<string>> CheckLogAsync(CancellationToken ct) => Ask(bulk, connection => CheckLog.RunAsync(connection, ct), ct);

    internal Task<IReadOnlyList<StoredHeld>> ReadHeldAsync(string tenant, long after, int limit, CancellationToken ct) =>
        Ask(lookups, connection => ReadHeld.PageAsync(connection, tenant, after, limit, ct), ct);

    internal Task<IReadOnlyList<StoredHeld>> ReadBindableHeldAsync(int limit, CancellationToken ct) =>
        Ask(lookups, connection => ReadHeld.BindableAsync(connection, limit, ct), ct);

    internal Task<Checkpoint?> FindCheckpointAsync(HistoryQuery query, CancellationToken ct) =>
        Ask(lookups, connection => Settling.Find.RunAsync(connection, query, ct), ct);

    internal Task<IReadOnlyList<CustomerKey>> ReadUnsettledAsync(CustomerKey? after, int limit, CancellationToken ct) =>
        Ask(lookups, connection => ReadUnsettled.PageAsync(connection, after, limit, ct), ct);

    internal Task<long> CountUnsettledAsync(CancellationToken ct, string? tenant = null) =>
        Ask(lookups, c => ReadUnsettled.CountAsync(c, tenant, ct), ct);

    internal Task<IAsyncDisposable?> TryOwnSettlementAsync(CustomerKey customer, CancellationToken ct) =>
        RebuildLock.TryAsync(alone, $"settlement of {customer.Tenant}/{customer.Customer}", ct);

    internal Task<SettlementPlan?> PlanSettlementAsync(CustomerKey customer, CancellationToken ct) =>
        Ask(lookups, connection => Settling.Plan.RunAsync(connection, customer, ct), ct);

    internal Task<SettlementSession> BeginSettlementAsync(CustomerKey customer, CancellationToken ct) =>
        SettlementSession.OpenAsync(lookups, Settling, customer, ct);

    internal Task<int> DropStaleCheckpointsAsync(int limit, CancellationToken ct) =>
        OnBulk(connection => Settling.Stale.RunAsync(connection, limit, ct), ct);

    internal Task<long> ReadSwitchesAsync(CancellationToken ct) => Ask(lookups, async connection =>
    {
        await using var command = connection.Command($"select {ViewTables.Switches(Settling.Views)}");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }, ct);

    internal Task<IReadOnlyList<StoredEvent>> ReadToldAsync(long[] positions, CancellationToken ct) =>
        Ask(lookups, connection => ReadTold.AtAsync(connection, positions, ct), ct);

    internal Task<IReadOnlyList<StoredEvent>> ReadToldAsync(Behind behind, string[] types, int limit, CancellationToken ct) =>
        Ask(lookups, connection => ReadTold.OfAsync(connection, behind, types, limit, ct), ct);

    internal Task<IReadOnlySet<CustomerKey>> FindBehindAsync(string reaction, IReadOnlyCollection<CustomerKey> customers, CancellationToken ct) =>
        Ask(lookups, connection => FindBehind.RunAsync(connection, reaction, customers, ct), ct);

    internal Task<long> CountBehindAsync(string reaction, int upTo, CancellationToken ct) =>
        Ask(lookups, connection => FindBehind.CountAsync(connection, reaction, upTo, ct), ct);

    internal Task<IReadOnlyList<Behind>> ClaimBehindAsync(
        string[] reactions, DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken ct) =>
        OnLookups(connection => ClaimBehind.RunAsync(connection, reactions, now, until, limit, ct), ct);

    internal Task<bool> AdvanceBehindAsync(Behind behind, long next, DateTimeOffset dueAt, CancellationToken ct) =>
        OnLookups(connection => WriteBehind.AdvanceAsync(connection, behind, next, dueAt, ct), ct);

    internal Task<bool> FailBehindAsync(Behind behind, int tries, DateTimeOffset dueAt, string? reason, CancellationToken ct) =>
        OnLookups(connection => WriteBehind.FailAsync(connection, behind, tries, dueAt, reason, ct), ct);

    internal Task<bool> HoldBehindAsync(Behind behind, DateTimeOffset until, CancellationToken ct) =>
        OnLookups(connection => WriteBehind.HoldAsync(connection, behind, until, ct), ct);

    internal Task<bool> EndBehindAsync(Behind behind, CancellationToken ct) =>
        OnLookups(connection => WriteBehind.EndAsync(connection, behind, ct), ct);

    internal Task BeginReactionsAsync(string[] reactions, DateTimeOffset now, CancellationToken ct) =>
        OnLookups(connection => Done(BeginReactions.RunAsync(connection, reactions, now, ct)), ct);

    internal Task<IReadOnlyList<string>> ReadReactionsAsync(CancellationToken ct) =>
        Ask(lookups, connection => BeginReactions.ReadAsync(connection, ct), ct);

    internal Task<ToldCount> CountToldAsync(string reaction, string[] types, CancellationToken ct) =>
        Ask(lookups, connection => CountTold.RunAsync(connection, reaction, types, ct), ct);

    internal Task<IReadOnlyList<StoredDeadLetter>> ReadDeadLettersAsync(string? address, DeadLetterPlace? after, int limit, CancellationToken ct) =>
        Ask(lookups, connection => DeadLetters.PageAsync(connection, address, after, limit, ct), ct);

    internal Task<long> ReplayDeadLettersAsync(Guid[] ids, string[] addresses, CancellationToken ct) =>
        OnLookups(connection => DeadLetters.ReplayAsync(connection, ids, addresses, ct), ct);

    internal Task<long> DiscardDeadLettersAsync(Guid[] ids, string[] addresses, CancellationToken ct) =>
        OnLookups(connection => DeadLetters.DiscardAsync(connection, ids, addresses, ct), ct);

    internal Task AddKeyAsync(ApiKey key, byte[] hash, CancellationToken ct) =>
        OnLookups(connection => Done(KeyRows.AddAsync(connection, key, hash, ct)), ct);

    internal Task<IReadOnlyList<ApiKey>> ReadKeysAsync(CancellationToken ct) => Ask(lookups, connection => KeyRows.AllAsync(connection, ct), ct);

    internal Task<ApiKey?> FindKeyAsync(byte[] hash, CancellationToken ct) => Ask(lookups, connection => KeyRows.FindAsync(connection, hash, ct), ct);

    internal Task<bool> RevokeKeyAsync(string id, DateTimeOffset now, CancellationToken ct) =>
        OnLookups(connection => KeyRows.RevokeAsync(connection, id, now, ct), ct);

    /// <summary>Closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await signal.DisposeAsync();
        await documents.DisposeAsync();
        await lookups.DisposeAsync();
        await bulk.DisposeAsync();
        await alone.DisposeAsync();
    }

    private ViewTable Table(string name) => views[name];

    private CheckpointStatements Settling => settling ?? throw new InvalidOperationException("The schema is not applied yet.");

    private (ReadCustomer, Gathered<(string, CustomerMark), bool>) Customers(ViewTable[] tables)
    {
        var standing = new FindStanding(tables);
        return (new ReadCustomer(tables), new(QuestionsUnderWay, MostQuestions, known =>
            Ask(lookups, connection => standing.RunAsync(connection, known, CancellationToken.None), CancellationToken.None)));
    }

    /// <summary>Reads; when the connection turns out to be lost, once more on a new one: it may have been lost long ago, while it lay idle.</summary>
    private async Task<T> Ask<T>(NpgsqlDataSource source, Func<NpgsqlConnection, Task<T>> work, CancellationToken ct)
    {
        try
        {
            return await On(source, work, ct);
        }
        catch (StoreUnavailableException away) when (away.InnerException is NpgsqlException lost && Failures.IsLoss(lost))
        {
            return await On(source, work, ct);
        }
    }

    private Task<T> OnLookups<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken ct) => On(lookups, work, ct);

    private Task<T> OnBulk<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken ct) => On(bulk, work, ct);

    private Task<T> On<T>(NpgsqlDataSource source, Func<NpgsqlConnection, Task<T>> work, CancellationToken ct) => Failures.Guard(async () =>
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            return await work(connection);
        }
        catch (NpgsqlException lost) when (Failures.IsLoss(lost))
        {
            // The server has gone, and with it every connection that lies idle in either pool.
            lookups.Clear();
            bulk.Clear();
            throw;
        }
    });

    private static async Task<bool> Done(Task work)
    {
        await work;
        return true;
    }
}
