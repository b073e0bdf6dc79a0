using System.Text.Json;
using JourneyStore.Store.Tests.EndToEnd.Crashes;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using Npgsql;

namespace JourneyStore.Store.Tests.EndToEnd.Rebuilds;

/// <summary>A rebuild is killed half-way while the server serves; the next one goes on.</summary>
public sealed class RebuildCrashTests
{
    // The last part comes to its end and cannot say so, as if that moment took for ever; all others do.
    private const string Stall =
        """
        create function stall() returns trigger language plpgsql as $$ begin
          if new.events is not null and new.part = (select max(part) from js_rebuild_parts where view = new.view) then perform pg_advisory_xact_lock(4711); end if;
          return new;
        end $$;
        create trigger stall before update on js_rebuild_parts for each row execute function stall()
        """;

    private const string AllButOne =
        "select case when count(*) > 2 and count(events) = count(*) - 1 then 1 else 0 end::bigint from js_rebuild_parts";

    [Theory]
    [InlineData("profile")]
    [InlineData("processes")]
    public async Task A_killed_rebuild_goes_on_where_it_was_while_readers_see_the_view_in_use_and_events_come_in(string view)
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var service = await JourneyService.StartAsync(database.ConnectionString, "--dev");
        await service.Client.AppendAsync(Events("before", 3_000));
        await using var holder = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await holder.OpenAsync();
        await RunAsync(holder, Stall);
        await RunAsync(holder, "select pg_advisory_lock(4711)");

        await using (var rebuild = JourneyProcess.Start(database.ConnectionString, "rebuild", view, "--json"))
        {
            await Eventually.Async(async () => await Audit.NumberAsync(database.ConnectionString, AllButOne) == 1);
            (await service.Client.GetJsonAsync($"/v1/views/{view}?limit=5")).List("rows").ShouldNotBeEmpty();
            var late = await service.Client.AppendAsync(Events("meanwhile", 500).Select(one => one with { Time = "2026-01-15T00:00:00Z" }));
            late.List("results").ShouldAllBe(result => result.Text("status") == "stored");
            await rebuild.KillAsync();
        }
        await RunAsync(holder, "select pg_advisory_unlock(4711)");
        (await JourneyProcess.RunAsync(database.ConnectionString, "promote", view)).Error.ShouldContain("error shadow-unfinished: ");

        var resumed = (await JourneyProcess.RunAsync(database.ConnectionString, "rebuild", view, "--json")).ShouldBeDone();
        var report = JsonDocument.Parse(resumed.Out).RootElement.List("views").Single();
        report.GetProperty("promoted").GetBoolean().ShouldBeTrue();
        report.Number("resumed").ShouldBeGreaterThan(report.Number("events"), "most of it was done before the kill");
        report.Number("events").ShouldBeGreaterThan(0);
        (await JourneyProcess.RunAsync(database.ConnectionString, "verify")).ShouldBeDone();
        var fresh = (await JourneyProcess.RunAsync(database.ConnectionString, "rebuild", view, "--fresh")).ShouldBeDone();
        fresh.Out.ShouldNotContain("had been folded already");
    }

    private static IEnumerable<CloudEvent> Events(string prefix, int count) => Enumerable.Range(0, count).Select(i =>
        new CloudEvent($"{prefix}-{i}", "load.step", $"crm:c{(prefix == "before" ? i % 200 : i % 260)}")
        {
            Process = "load", CaseId = $"case-{i % 300}", Activity = $"step {i % 5}", Time = $"2026-02-{1 + i % 28:00}T{i % 24:00}:00:00Z",
        });

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
