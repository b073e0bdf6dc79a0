using Npgsql;

namespace JourneyStore.Benchmarks;

/// <summary>A customer's two view rows by one prepared select, as somebody writes it who needs nothing but the bytes.</summary>
internal static class HandSelect
{
    /// <summary>By the customer's own id.</summary>
    public static Task<(byte[] Profile, byte[] Signals)> ByIdAsync(NpgsqlDataSource source, string id) => RunAsync(
        source,
        "select p.data, s.data from mt_doc_customerprofile p join mt_doc_customersignals s on s.tenant_id = p.tenant_id and s.id = p.id where p.tenant_id = '*DEFAULT*' and p.id = $1",
        id);

    /// <summary>By an identifier such as <c>crm:c1</c>.</summary>
    public static Task<(byte[] Profile, byte[] Signals)> ByIdentifierAsync(NpgsqlDataSource source, string identifier) => RunAsync(
        source,
        """
        select p.data, s.data from js_identifiers i
        join mt_doc_customerprofile p on p.tenant_id = i.tenant_id and p.id = i.customer_id
        join mt_doc_customersignals s on s.tenant_id = p.tenant_id and s.id = p.id
        where i.tenant_id = '*DEFAULT*' and i.identifier = $1
        """,
        identifier);

    private static async Task<(byte[] Profile, byte[] Signals)> RunAsync(NpgsqlDataSource source, string sql, string key)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync()) throw new InvalidOperationException($"There are no rows of '{key}': the scenario would measure nothing.");
        return (reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1));
    }
}
