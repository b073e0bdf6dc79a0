using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Append;
using JourneyStore.Engine.Storage.Parking;
using JourneyStore.Engine.Storage.Reading;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Projecting;

/// <summary>
/// One transaction of one projection: rows, states, parked groups and progress move together or not at all. The row of progress is locked
/// first, so that two who fold, a retry and a promotion wait for one another; then states; then rows, view by view.
/// </summary>
internal sealed class ProjectionSession
{
    private readonly NpgsqlConnection connection;
    private readonly ViewTable view;
    private readonly Generation generation;
    private readonly string name;
    private readonly ProjectionStatements statements;
    private bool ended;

    private ProjectionSession(NpgsqlConnection connection, ViewTable view, Generation generation, string name, Standing standing)
    {
        (this.connection, this.view, this.generation, this.name) = (connection, view, generation, name);
        (Position, Switches, Loaded) = (standing.Position, standing.Switches, standing.Loaded);
        statements = ProjectionStatements.Of(view, generation);
    }

    /// <summary>Where the progress stands; it is locked.</summary>
    public long Position { get; }

    public static Task<ProjectionSession> BeginAsync(
        NpgsqlDataSource source, ViewTable view, Generation generation, WantedGroups wanted, CancellationToken ct) =>
        Failures.Guard<ProjectionSession>(async () =>
        {
            var name = ViewTables.Progress(view.Name, generation);
            var connection = await source.OpenConnectionAsync(ct);
            try
            {
                var standing = await LockAsync(connection, view, generation, name, wanted, ct) ??
                    throw new StoreException("no-progress", $"The progress of '{view.Name}' is not there: its rows were thrown away, or it was never started.");
                return new ProjectionSession(connection, view, generation, name, standing);
            }
            catch
            {
                await EndAsync(connection);
                throw;
            }
        });

    public long Switches { get; }

    public LoadedGroups Loaded { get; }

    public Task<Dictionary<GroupKey, byte[]>> LockRowsAsync(IReadOnlyCollection<GroupKey> keys, CancellationToken ct) => Failures.Guard(async () =>
    {
        await using var batch = new NpgsqlBatch(connection);
        // A row that is not there yet cannot be locked, so the view's rows are, as a whole, from here to the end.
        batch.Add("select pg_advisory_xact_lock($1)", Sql.Number(statements.RowsLock));
        LoadGroups.AddDocuments(batch, statements.ReadRows, keys);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        return await LoadGroups.ReadDocumentsAsync(reader, keys.Count, ct);
    });

    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct) =>
        Failures.Guard(() => ReadHistory.RunAsync(connection, query, ct));

    public Task<bool> CommitAsync(ProjectionWrites writes, long from, long to, CancellationToken ct) => Failures.Guard(async () =>
    {
        // It is locked: what was read when the session began holds until it ends.
        if (Position != from) return false;
        if (writes.Skipped.Count > 0) await RefuseBesideRebuildAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            "update mt_event_progression set last_seq_id = $3, last_updated = transaction_timestamp() where name = $1 and last_seq_id = $2",
            Sql.Text(name), Sql.Number(from), Sql.Number(to));
        AddDeletes(batch, statements.DeleteRows, writes.DeletedRows);
        AddDeletes(batch, statements.DeleteStates, writes.DeletedStates);
        AddUpserts(batch, statements.WriteRows, writes.Rows);
        AddUpserts(batch, statements.WriteStates, writes.States);
        WriteParked.Add(batch, view.Name, generation, writes);
        if (writes.Replaces) batch.Add("update js_views set switches = switches + 1 where name = $1 and generation = 'living'", Sql.Text(view.Name));
        // A crash of the server may take the last batches back, rows and progress together; they are then folded again from the log, which
        // lost nothing. What somebody decided is waited for.
        if (writes.Parked.Count + writes.Unparked.Count + writes.Skipped.Count == 0) batch.Add("set local synchronous_commit to off");
        batch.Add("commit");
        await batch.ExecuteNonQueryAsync(ct);
        ended = true;
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        if (ended) await connection.DisposeAsync();
        else await EndAsync(connection);
    }

    private static async Task<Standing?> LockAsync(
        NpgsqlConnection connection, ViewTable view, Generation generation, string name, WantedGroups wanted, CancellationToken ct)
    {
        // Sent with the first statement, not by itself. Each of the following has a snapshot of its own, taken when the locks are held.
        await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("select coalesce(last_seq_id, 0) from mt_event_progression where name = $1 for update", Sql.Text(name));
        batch.Add(
            """
            select exists (select from js_parked where projection = $1) or exists (select from js_skipped where projection = $1),
              coalesce((select switches from js_views where name = $1 and generation = 'living'), 0)
            """,
            Sql.Text(view.Name));
        LoadGroups.AddUnknown(batch, ProjectionStatements.Of(view, generation), wanted);
        long? position = null;
        bool anyParked;
        long switches;
        LoadedGroups loaded;
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            if (await reader.ReadAsync(ct)) position = reader.GetInt64(0);
            await reader.NextResultAsync(ct);
            await reader.ReadAsync(ct);
            (anyParked, switches) = (reader.GetBoolean(0), reader.GetInt64(1));
            loaded = await LoadGroups.ReadUnknownAsync(reader, wanted, ct);
        }
        // Hardly ever is anything parked or skipped, so that is not asked about every time.
        if (anyParked && wanted.Groups.Count > 0) await LoadGroups.ReadParkedAsync(connection, view.Name, generation, wanted.Groups, loaded, ct);
        return position is { } at ? new Standing(at, switches, loaded) : null;
    }

    private static async Task EndAsync(NpgsqlConnection connection)
    {
        await Failures.RollBackAsync(connection);
        await connection.DisposeAsync();
    }

    private sealed record Standing(long Position, long Switches, LoadedGroups Loaded);

    /// <summary>What a rebuild has folded already would hold the event: a decision waits until there is one making of the rows.</summary>
    private async Task RefuseBesideRebuildAsync(CancellationToken ct)
    {
        await using var living = connection.Command("select 1 from js_views where name = $1 and generation = 'living' for update", Sql.Text(view.Name));
        await living.ExecuteNonQueryAsync(ct);
        await using var next = connection.Command("select 1 from js_views where name = $1 and generation = 'next'", Sql.Text(view.Name));
        if (await next.ExecuteScalarAsync(ct) is not null) throw RebuildBeside.Of(view.Name);
    }

    private static void AddDeletes(NpgsqlBatch batch, string statement, IReadOnlyList<GroupKey> keys)
    {
        if (keys.Count == 0) return;
        batch.Add(
            statement,
            Sql.Texts(keys.Column(k => (string?)k.Tenant)), Sql.Texts(keys.Column(k => (string?)k.Key)));
    }

    private static void AddUpserts(NpgsqlBatch batch, string statement, IReadOnlyList<ViewWrite> writes)
    {
        if (writes.Count == 0) return;
        batch.Add(
            statement,
            Sql.Texts(writes.Column(r => (string?)r.Tenant)),
            Sql.Texts(writes.Column(r => (string?)r.Key)),
            Sql.Jsons(writes.Column(r => r.Json)),
            Sql.Numbers(writes.Column(r => r.Version)));
    }
}
