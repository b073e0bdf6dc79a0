using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Postgres.Schema;

/// <summary>Tables of views: documents in Marten's shape, <c>mt_doc_*</c> for rows, <c>js_state_*</c> for states of groups.</summary>
internal static class ViewTables
{
    /// <summary>Rows of a view. The name is checked, because it becomes part of statements.</summary>
    public static string Rows(string view, Generation generation = Generation.Living) => Named("mt_doc_", view, generation);

    /// <summary>States of an aggregate's groups.</summary>
    public static string States(string view, Generation generation = Generation.Living) => Named("js_state_", view, generation);

    /// <summary>The row of mt_event_progression, named as Marten names its own: one a shard, or one for all of the next generation.</summary>
    public static string Progress(string view, Generation generation, int shard) => generation == Generation.Living ? $"{view}:{shard}" : $"{view}:Next:All";

    /// <summary>A generation as tables name it.</summary>
    public static string Word(Generation generation) => generation == Generation.Next ? "next" : "living";

    public static async Task EnsureAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Create(view, Generation.Living), connection);
        await command.ExecuteNonQueryAsync(ct);
        await using var register = new NpgsqlCommand(
            """
            insert into js_views (name, generation, version)
            select $1, 'living', case when exists (select from mt_streams) then '' else $2 end
            on conflict (name, generation) do nothing
            """,
            connection);
        register.Parameters.Add(new NpgsqlParameter<string> { TypedValue = view.Name });
        register.Parameters.Add(new NpgsqlParameter<string> { TypedValue = view.Version });
        await register.ExecuteNonQueryAsync(ct);
        if (!view.Async) return;
        // A new async view begins at the log's beginning, so it is of this version from its first row. One that is there keeps its shards:
        // progress, and with it which events a shard has seen, is recorded by them.
        await using var begin = new NpgsqlCommand(
            """
            with cut as (update js_views set shards = $2, version = $3 where name = $1 and generation = 'living' and shards = 0 returning shards)
            insert into mt_event_progression (name, last_seq_id) select $1 || ':' || n, 0 from cut, generate_series(1, cut.shards) n
            """,
            connection);
        begin.Parameters.Add(new NpgsqlParameter<string> { TypedValue = view.Name });
        begin.Parameters.Add(new NpgsqlParameter<int> { TypedValue = view.Shards });
        begin.Parameters.Add(new NpgsqlParameter<string> { TypedValue = view.Version });
        await begin.ExecuteNonQueryAsync(ct);
    }

    public static string Create(ViewTable view, Generation generation)
    {
        var rows = Rows(view.Name, generation);
        var sql = Table(rows);
        if (view.RankedBy is not null)
            sql += $"create index if not exists {rows}_rank on {rows} (tenant_id, {Rank(view)} desc, id);\n";
        if (view.HasState) sql += Table(States(view.Name, generation));
        return sql;
    }

    /// <summary>The expression that ranks a view's rows.</summary>
    public static string Rank(ViewTable view) => view.RankedBy is null ? "0::float8" : $"((data->>'{Checked(view.RankedBy)}')::float8)";

    /// <summary>How often rebuilt rows of these views were put into use, as an expression; of other views it says nothing.</summary>
    public static string Switches(IReadOnlyList<ViewTable> views) => views.Count == 0
        ? "0::bigint"
        : $"(select coalesce(sum(switches), 0)::bigint from js_views where name in ({string.Join(", ", views.Select(view => $"'{Checked(view.Name)}'"))}))";

    private static string Table(string name) =>
        $"""
        create table if not exists {name} (
          tenant_id varchar not null default '*DEFAULT*',
          id varchar not null,
          data jsonb not null,
          mt_last_modified timestamptz default transaction_timestamp(),
          mt_dotnet_type varchar,
          mt_version bigint not null default 0,
          constraint pkey_{name}_tenant_id_id primary key (tenant_id, id)
        ) with (fillfactor = 70, toast_tuple_target = 4080);
        do $$ begin
          if (select 'lz4' = any(enumvals) from pg_settings where name = 'default_toast_compression')
            and (select attcompression <> 'l' from pg_attribute where attrelid = '{name}'::regclass and attname = 'data') then
            alter table {name} alter data set compression lz4;
          end if;
        end $$;

        """;

    private static string Named(string prefix, string view, Generation generation) =>
        prefix + Checked(view).Replace('-', '_') + (generation == Generation.Next ? "__next" : "");

    private static string Checked(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? name
            : throw new ArgumentException($"A view's name has 1 to 40 letters, digits and hyphens, found '{name}'.", nameof(name));
}
