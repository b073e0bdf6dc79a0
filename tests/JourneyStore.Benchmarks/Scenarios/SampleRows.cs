using Npgsql;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>Rows of middling size that the engine wrote, for the baseline to write as well.</summary>
internal static class SampleRows
{
    public static async Task<(byte[] Profile, byte[] Signals)> ReadAsync(string connectionString)
    {
        await using var source = Ground.Source(connectionString);
        return (await ReadAsync(source, "mt_doc_profile"), await ReadAsync(source, "mt_doc_signals"));
    }

    private static async Task<byte[]> ReadAsync(NpgsqlDataSource source, string table)
    {
        await using var command = source.CreateCommand($"select data from {table} order by octet_length(data::text) offset (select count(*) / 2 from {table}) limit 1");
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? reader.GetFieldValue<byte[]>(0) : throw new InvalidOperationException($"{table} is empty.");
    }
}
