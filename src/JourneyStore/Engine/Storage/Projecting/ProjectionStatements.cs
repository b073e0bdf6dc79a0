using System.Collections.Concurrent;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Append;
using JourneyStore.Engine.Storage.Schema;

namespace JourneyStore.Engine.Storage.Projecting;

/// <summary>Statements of one projection's batches, written once: at the head of the log a batch is an event, and would cost more for its texts than
/// for its work.</summary>
internal sealed class ProjectionStatements
{
    public static readonly string NewestOfCases = Newest($"{EventRow.Case} = u.k::uuid");
    public static readonly string NewestOfCustomers =
        $"""
        select u.t, u.k, n.at, n.seq_id
        from unnest($1, $2) u(t, k)
        cross join lateral (
          {Members.Of("u.t", "u.k", " and m.joined_seq <= $3")}
          select x.at, x.seq_id from {Members.Streams} s cross join lateral (
            {Members.Events($"{EventRow.At} as at, e.seq_id", "u.t", "e.seq_id <= $3", $"order by {EventRow.At} desc, e.seq_id desc limit 1")}) x
          order by x.at desc, x.seq_id desc limit 1) n
        """;

    private static readonly ConcurrentDictionary<(ViewTable View, Generation Generation), ProjectionStatements> All = [];

    private ProjectionStatements(ViewTable view, Generation generation)
    {
        var rows = ViewTables.Rows(view, generation);
        var states = ViewTables.States(view, generation);
        ReadRows = Read(rows);
        ReadGroups = view.HasState ? Read(states) : ReadRows;
        WriteRows = Write(rows, view);
        WriteStates = Write(states, view);
        DeleteRows = Delete(rows);
        DeleteStates = Delete(states);
        RowsLock = LockKeys.Of($"rows {rows}");
    }

    /// <summary>Rows by tenants and keys.</summary>
    public string ReadRows { get; }

    /// <summary>States of groups by tenants and keys; of a view without states, their rows.</summary>
    public string ReadGroups { get; }

    /// <inheritdoc cref="UpsertRows" />
    public string WriteRows { get; }

    /// <inheritdoc cref="UpsertRows" />
    public string WriteStates { get; }

    /// <summary>Deletes rows by tenants and keys.</summary>
    public string DeleteRows { get; }

    /// <summary>Deletes states of groups by tenants and keys.</summary>
    public string DeleteStates { get; }

    /// <summary>The advisory lock that stands for all rows of the view.</summary>
    public long RowsLock { get; }

    public static ProjectionStatements Of(ViewTable view, Generation generation) =>
        All.GetOrAdd((view, generation), key => new ProjectionStatements(key.View, key.Generation));

    private static string Delete(string table) => $"delete from {table} v using unnest($1, $2) u(t, k) where v.tenant_id = u.t and v.id = u.k";

    private static string Read(string table) =>
        $"select v.tenant_id, v.id, v.data from unnest($1, $2) u(t, k) join {table} v on v.tenant_id = u.t and v.id = u.k";

    private static string Write(string table, ViewTable view) => UpsertRows.Statement(table, view).Replace("$5", "transaction_timestamp()");

    private static string Newest(string matches) =>
        $"""
        select u.t, u.k, n.at, n.seq_id
        from unnest($1, $2) u(t, k)
        cross join lateral (
          select {EventRow.At} as at, e.seq_id from mt_events e
          where e.tenant_id = u.t and {matches} and e.seq_id <= $3
          order by {EventRow.At} desc, e.seq_id desc limit 1) n
        """;
}
