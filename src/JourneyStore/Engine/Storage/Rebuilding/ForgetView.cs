using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>Takes a view of which no process has the code any more out of a store's books.</summary>
internal static class ForgetView
{
    private const string Statement =
        """
        with progress as (delete from mt_event_progression where name = any ($2)),
          parked as (delete from js_parked where projection = $1),
          parts as (delete from js_rebuild_parts where view = $1),
          sums as (delete from js_rebuild_sums where view = $1)
        delete from js_views where name = $1
        """;

    /// <summary>Its progress, what is parked of it, and what a rebuild had begun go; what was skipped stays on record, and so do its rows, which are
    /// a document's of the application.</summary>
    /// <returns>False: the store has no such view.</returns>
    public static async Task<bool> RunAsync(NpgsqlConnection connection, string view, CancellationToken ct)
    {
        await using var command = connection.Command(
            Statement, Sql.Text(view), Sql.Texts([ViewTables.Progress(view, Generation.Living), ViewTables.Progress(view, Generation.Next)]));
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }
}
