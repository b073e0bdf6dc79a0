using JourneyStore.Store.Tests.EndToEnd.Harness;
using Npgsql;

namespace JourneyStore.Store.Tests.EndToEnd.Crashes;

/// <summary>Compares what producers were told with what is there.</summary>
internal static class Audit
{
    private const string StreamsWithHoles =
        """
        select count(*) from (
          select tenant_id, stream_id from mt_events group by 1, 2 having min(version) <> 1 or max(version) <> count(*) or count(distinct version) <> count(*)) broken
        """;

    /// <summary>
    /// Sees that exactly the acknowledged events are stored, each once and at the position that was told, that streams have no holes, and
    /// that every read model is what the log says.
    /// </summary>
    public static async Task ShouldHoldExactlyAsync(this JourneyService service, string database, Dictionary<string, long> acknowledged)
    {
        var stored = new List<KeyValuePair<string, long>>();
        for (var customer = 0; customer < Producer.Customers; customer++) stored.AddRange(await TimelineAsync(service.Client, $"crm:c{customer}"));
        stored.GroupBy(one => one.Key).Where(one => one.Count() > 1).Select(one => one.Key).ShouldBeEmpty("no event is there twice");
        acknowledged.Keys.Except(stored.Select(one => one.Key)).ShouldBeEmpty("no acknowledged event is missing");
        stored.ToDictionary().ShouldBe(acknowledged, ignoreOrder: true);
        (await NumberAsync(database, "select count(*) from mt_events")).ShouldBe(acknowledged.Count);
        (await NumberAsync(database, StreamsWithHoles)).ShouldBe(0, "versions of a stream have no holes");
        (await JourneyProcess.RunAsync(database, "verify")).ShouldBeDone();
    }

    public static async Task<long> NumberAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<List<KeyValuePair<string, long>>> TimelineAsync(HttpClient client, string customer)
    {
        var all = new List<KeyValuePair<string, long>>();
        string? next = null;
        do
        {
            var page = await client.GetJsonAsync($"/v1/customers/{customer}/timeline?limit=1000{(next is null ? "" : $"&before={next}")}");
            all.AddRange(page.List("entries").Select(entry => KeyValuePair.Create(entry.Text("id")!, entry.Number("position"))));
            next = page.Text("next");
        }
        while (next is not null);
        return all;
    }
}
