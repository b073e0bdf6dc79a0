using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Engine.Storage.Schema;

/// <summary>Tables of views: Marten's documents (<c>mt_doc_*</c>) for rows, <c>js_state_*</c> for states of groups.</summary>
internal static class ViewTables
{
    /// <summary>What the name of a table ends with that a rebuild fills beside the one in use.</summary>
    public const string NextSuffix = "__next";

    /// <summary>The name under which Marten knows documents of a class: the class's own.</summary>
    public static string Alias(Type document) => Checked(document.Name.ToLowerInvariant());

    /// <summary>Rows of a view: Marten's table of its documents, or the one that a rebuild fills beside it.</summary>
    public static string Rows(ViewTable view, Generation generation = Generation.Living) => "mt_doc_" + Alias(view.Document) + Suffix(generation);

    /// <summary>States of an aggregate's groups.</summary>
    public static string States(ViewTable view, Generation generation = Generation.Living) =>
        "js_state_" + Checked(view.Name).Replace('-', '_') + Suffix(generation);

    /// <summary>The index that lists a view's rows by rank.</summary>
    public static string RankIndex(Type document) => $"js_{Alias(document)}_rank";

    /// <summary>The row of mt_event_progression: Marten's own of the projection, or one for the next generation.</summary>
    public static string Progress(string view, Generation generation) => generation == Generation.Living ? $"{view}:All" : $"{view}:Next:All";

    /// <summary>A generation as tables name it.</summary>
    public static string Word(Generation generation) => generation == Generation.Next ? "next" : "living";

    public static async Task EnsureAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
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
        // A new async view begins at the log's beginning, so it is of this version from its first row.
        await using var begin = new NpgsqlCommand(
            """
            with begun as (insert into mt_event_progression (name, last_seq_id) values ($2, 0) on conflict (name) do nothing returning 1)
            update js_views set version = $3 where name = $1 and generation = 'living' and exists (select from begun)
            """,
            connection);
        begin.Parameters.Add(new NpgsqlParameter<string> { TypedValue = view.Name });
        begin.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Progress(view.Name, Generation.Living) });
        begin.Parameters.Add(new NpgsqlParameter<string> { TypedValue = view.Version });
        await begin.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The expression that ranks a view's rows.</summary>
    public static string Rank(ViewTable view) => view.RankedBy is null ? "0::float8" : $"((data->>'{Checked(view.RankedBy)}')::float8)";

    /// <summary>How often rebuilt rows of these views were put into use, as an expression; of other views it says nothing.</summary>
    public static string Switches(IReadOnlyList<ViewTable> views) => views.Count == 0
        ? "0::bigint"
        : $"(select coalesce(sum(switches), 0)::bigint from js_views where name in ({string.Join(", ", views.Select(view => $"'{Checked(view.Name)}'"))}))";

    private static string Suffix(Generation generation) => generation == Generation.Next ? NextSuffix : "";

    private static string Checked(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? name
            : throw new ArgumentException($"A name of a view or of its documents has 1 to 40 letters, digits and hyphens, found '{name}'.", nameof(name));
}
