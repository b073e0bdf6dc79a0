using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>Views that another process has given the store.</summary>
internal static class OtherViews
{
    public static async Task<IReadOnlyList<string>> ReadAsync(NpgsqlConnection connection, IReadOnlyCollection<string> known, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select distinct name from js_views where name <> all($1) order by name", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. known] });
        var found = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(reader.GetString(0));
        return found;
    }
}
