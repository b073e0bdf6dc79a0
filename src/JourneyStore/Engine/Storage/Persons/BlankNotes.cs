using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>Blanks the reasons in what is noted of streams: what cannot be folded or delivered is often repeated by whoever says why.</summary>
internal static class BlankNotes
{
    public static async Task RunAsync(NpgsqlConnection connection, long erasure, string tenant, IReadOnlyList<string> streams, CancellationToken ct)
    {
        foreach (var kind in ReadNotes.Kinds)
        {
            await using var command = connection.Command(
                $"with done as (update {kind.Table} n set {kind.Blank} where {kind.Where} and {kind.Says} returning 1) {CountErased.Add("notes", "$3")}",
                Sql.Text(tenant), Sql.Texts([.. streams]), Sql.Number(erasure));
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
