using Npgsql;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>Rows of the two inline views.</summary>
internal sealed record ViewRows(byte[][] Profiles, byte[][] Signals);

/// <summary>Rows that the engine wrote, for the baseline to write as well.</summary>
internal static class SampleRows
{
    public static async Task<ViewRows> ReadAsync(string connectionString)
    {
        await using var source = Ground.Source(connectionString);
        return new ViewRows(await ReadAsync(source, "mt_doc_customerprofile"), await ReadAsync(source, "mt_doc_customersignals"));
    }

    /// <summary>Of these tables.</summary>
    public static async Task<IReadOnlyList<(string Table, byte[][] Rows)>> OfAsync(string connectionString, IReadOnlyList<string> tables)
    {
        await using var source = Ground.Source(connectionString);
        var read = new List<(string, byte[][])>(tables.Count);
        foreach (var table in tables) read.Add((table, await ReadAsync(source, table)));
        return read;
    }

    /// <summary>997 of them, as they come by customer: a number that divides no batch, so that a customer never gets one row twice in turn.</summary>
    private static async Task<byte[][]> ReadAsync(NpgsqlDataSource source, string table)
    {
        await using var command = source.CreateCommand($"select data from {table} order by id limit 997");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<byte[]>();
        while (await reader.ReadAsync()) rows.Add(reader.GetFieldValue<byte[]>(0));
        return [.. rows];
    }
}
