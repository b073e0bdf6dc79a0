using JourneyStore.Engine.Persons;
using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>Writes held events masked. They stay held, and a repeat of one is still known by its key.</summary>
internal static class MaskHeld
{
    private static readonly string Write =
        $"""
        with done as (
          update js_held h set headers = u.h, data = u.d from {Sql.Rows("n", "h", "d")} u
          where h.number = u.n and not (h.headers ? '{EventMask.Mark}') returning 1)
        {CountErased.Add("held", "$4")}
        """;

    public static async Task RunAsync(
        NpgsqlConnection connection, long erasure, IReadOnlyList<(long Number, MaskedEvent Masked)> held, CancellationToken ct)
    {
        await using var command = connection.Command(
            Write, Sql.Numbers(held.Column(h => h.Number)), Sql.Jsons(held.Column(h => h.Masked.Headers)), Sql.Jsons(held.Column(h => h.Masked.Data)),
            Sql.Number(erasure));
        await command.ExecuteNonQueryAsync(ct);
    }
}
