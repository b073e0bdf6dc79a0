using System.Text;
using System.Text.RegularExpressions;
using JourneyStore.Store.Tests.Harness;
using Npgsql;

namespace JourneyStore.Store.Tests.Persons;

/// <summary>Every row of every table of a database, as text: what whoever has the database can read.</summary>
internal static partial class Dump
{
    /// <summary>The words that stand anywhere, in text or in octets, with the table: <c>word in table</c>.</summary>
    public static async Task<SortedSet<string>> FindAsync(StoreHarness store, params string[] words)
    {
        await using var connection = await store.ConnectAsync();
        var tables = new List<string>();
        await using (var names = new NpgsqlCommand(
            "select table_schema || '.' || quote_ident(table_name) from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')",
            connection))
        await using (var reader = await names.ExecuteReaderAsync())
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            await using var rows = new NpgsqlCommand($"select t::text from {table} t", connection);
            await using var reader = await rows.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var row = Readable(reader.GetString(0));
                foreach (var word in words)
                    if (row.Contains(word, StringComparison.OrdinalIgnoreCase)) found.Add($"{word} in {table[(table.IndexOf('.') + 1)..]}");
            }
        }
        return found;
    }

    /// <summary>A row, and what its octets say, and what is written in base64 in either.</summary>
    private static string Readable(string row)
    {
        var octets = Octets().Matches(row).Select(match => Encoding.Latin1.GetString(Convert.FromHexString(match.Groups[1].ValueSpan)));
        var text = string.Join('\n', octets.Prepend(row));
        var decoded = Base64().Matches(text).Select(match => match.Value)
            .Select(word => Encoding.Latin1.GetString(Convert.FromBase64String(word[..(word.Length / 4 * 4)])));
        return string.Join('\n', decoded.Prepend(text));
    }

    [GeneratedRegex(@"\\x((?:[0-9a-f]{2})+)")]
    private static partial Regex Octets();

    [GeneratedRegex("[A-Za-z0-9+/]{16,}")]
    private static partial Regex Base64();
}
