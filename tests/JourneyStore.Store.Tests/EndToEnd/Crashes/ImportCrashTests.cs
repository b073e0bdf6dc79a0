using System.Text.Json;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using Npgsql;

namespace JourneyStore.Store.Tests.EndToEnd.Crashes;

/// <summary>An import ends in the middle of its file.</summary>
public sealed class ImportCrashTests : IDisposable
{
    private const int Events = 60_000;
    private const string Sessions = "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'journeystore'";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("journeystore-test-");

    [Fact]
    public async Task A_killed_import_run_again_comes_to_the_same_as_one_that_was_left_alone()
    {
        var file = WriteLog();
        await using var calm = await FreshDatabase.CreateAsync();
        await using var stormy = await FreshDatabase.CreateAsync();
        (await ImportAsync(calm, file)).Number("stored").ShouldBe(Events);

        var before = 0L;
        // Early, so that a busy machine does not come to the end before the kill.
        foreach (var share in new[] { 2_000, 8_000 })
        {
            await using var import = JourneyProcess.Start(stormy.ConnectionString, "import", file);
            await Eventually.Async(async () => await StoredAsync(stormy) >= share);
            await import.KillAsync();
            // What had reached the database before the end may still be committed.
            await Eventually.Async(async () => await Audit.NumberAsync(stormy.ConnectionString, Sessions) == 0);
            var stored = await StoredAsync(stormy);
            stored.ShouldBeGreaterThan(before);
            stored.ShouldBeLessThan(Events, "it was killed before its end");
            before = stored;
        }
        var resumed = await ImportAsync(stormy, file);

        resumed.Number("duplicate").ShouldBe(before);
        resumed.Number("stored").ShouldBe(Events - before);
        (await JourneyProcess.RunAsync(stormy.ConnectionString, "verify")).ShouldBeDone();
        (await RowsAsync(stormy)).ShouldBe(await RowsAsync(calm));
    }

    [Fact]
    public async Task The_server_that_starts_after_a_killed_import_builds_the_views_that_it_left()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using (var import = JourneyProcess.Start(database.ConnectionString, "import", WriteLog()))
        {
            await Eventually.Async(async () => await StoredAsync(database) >= 3_000);
            await import.KillAsync();
        }
        await Eventually.Async(async () => await Audit.NumberAsync(database.ConnectionString, Sessions) == 0);
        (await Audit.NumberAsync(database.ConnectionString, "select count(*) from mt_doc_customerprofile")).ShouldBe(0, "a load leaves the rows to its end");

        await using (var service = await JourneyService.StartAsync(database.ConnectionString, "--dev"))
            await Eventually.Async(async () => (await service.Client.GetJsonAsync("/v1/status")).List("projections").All(view => view.Text("state") == "current"));
        (await JourneyProcess.RunAsync(database.ConnectionString, "verify")).ShouldBeDone();
        (await Audit.NumberAsync(database.ConnectionString, "select count(*) from mt_doc_customerprofile")).ShouldBe(400);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<JsonElement> ImportAsync(FreshDatabase database, string file) =>
        JsonDocument.Parse((await JourneyProcess.RunAsync(database.ConnectionString, "import", file, "--json")).ShouldBeDone().Out).RootElement;

    private static async Task<long> StoredAsync(FreshDatabase database)
    {
        try
        {
            return await Audit.NumberAsync(database.ConnectionString, "select count(*) from mt_events");
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return 0; // The import has not begun yet.
        }
    }

    /// <summary>The read models, without what differs from run to run: our ids and positions.</summary>
    private static async Task<string> RowsAsync(FreshDatabase database)
    {
        await using var service = await JourneyService.StartAsync(database.ConnectionString, "--dev");
        var text = new List<string>();
        foreach (var view in new[] { "steps", "processes" })
            text.AddRange((await service.Client.GetJsonAsync($"/v1/views/{view}?limit=1000")).List("rows").Select(row => $"{row.Text("key")} {row.GetProperty("data")}"));
        for (var customer = 0; customer < 400; customer += 7)
        {
            var profile = (await service.Client.GetJsonAsync($"/v1/customers/crm:c{customer}")).GetProperty("profile");
            foreach (var name in new[] { "events", "eventsByType", "caseRecord", "firstSeen", "lastSeen" }) text.Add($"{customer} {name} {profile.GetProperty(name)}");
        }
        return string.Join('\n', text);
    }

    private string WriteLog()
    {
        string[] types = ["ticket.opened", "ticket.assigned", "ticket.reassigned", "sla.breached", "ticket.resolved", "ticket.closed"];
        var chance = new Random(20260301);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var path = Path.Combine(folder.FullName, "log.ndjson");
        using var writer = new StreamWriter(path);
        for (var i = 0; i < Events; i++)
        {
            var customer = chance.Next(400);
            var type = types[chance.Next(types.Length)];
            writer.WriteLine(new CloudEvent($"{i}", type, $"crm:c{customer}")
            {
                Process = "support",
                CaseId = $"{customer}-{chance.Next(8)}",
                // Some are late. Distinct times: events of the same moment count in the order in which they were stored.
                Time = start.AddSeconds(i * 60 - (chance.Next(10) == 0 ? chance.Next(40) * 3_600 : 0)).AddMilliseconds(i % 1000).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
                Data = type switch
                {
                    "ticket.opened" => """{"subject":"It is slow","priority":"3"}""",
                    "sla.breached" => """{"sla":"resolution"}""",
                    _ => "{}",
                },
            }.ToJson().ToJsonString());
        }
        return path;
    }
}
