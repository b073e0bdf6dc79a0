using System.Text.Json;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using JourneyStore.Store.Tests.EndToEnd.Crashes;
using Npgsql;

namespace JourneyStore.Store.Tests.EndToEnd.Operating;

/// <summary>The schema, for those who let nobody else change theirs.</summary>
public sealed class OpsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("journeystore-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_store_that_has_served_is_as_the_version_has_it_and_what_was_changed_by_hand_is_named()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using (var service = await JourneyService.StartWithAsync(
            [("JOURNEYSTORE_WEBHOOK_URL", "http://127.0.0.1:9/nobody")], database.ConnectionString, "--dev"))
            await service.Client.AppendAsync(new CloudEvent("o-1", "thing.happened", "crm:1"));
        (await RunAsync(database, "db-assert")).ShouldBeDone().Out.ShouldSatisfyAllConditions(
            said => said.ShouldContain("marten://store/  as this version has it"), said => said.ShouldContain("wolverine://messages/main  as this version has it"));

        await ExecuteAsync(database, "drop index js_events_case; alter table mt_streams drop column is_archived");
        var differs = await RunAsync(database, "db-assert", "--json");
        differs.ExitCode.ShouldBe(1);
        var said = JsonDocument.Parse(differs.Out).RootElement;
        said.GetProperty("clean").GetBoolean().ShouldBeFalse();
        said.List("parts")[0].List("differences").Select(one => (one.Text("object"), one.Text("is")))
            .ShouldBe([("public.mt_streams", "different"), ("public.js_events_case", "missing")], ignoreOrder: true);
    }

    [Fact]
    public async Task The_script_of_db_patch_makes_an_empty_database_one_that_serves_without_changing_it()
    {
        await using var database = await FreshDatabase.CreateAsync();
        var script = Path.Combine(folder.FullName, "schema.sql");
        (await RunAsync(database, "db-patch", script)).ShouldBeDone();
        (await Audit.NumberAsync(database.ConnectionString, "select count(*) from pg_class where relname like 'mt_%'")).ShouldBe(0, "the command only writes");
        await ExecuteAsync(database, await File.ReadAllTextAsync(script));
        (await RunAsync(database, "db-assert")).ShouldBeDone();
        await using (var service = await JourneyService.StartAsync(database.ConnectionString, "--dev"))
        {
            await service.Client.AppendAsync(new CloudEvent("o-1", "thing.happened", "crm:1"));
            await service.Client.ReachedAsync("attention", 1);
        }
        (await RunAsync(database, "db-patch", script)).ShouldBeDone().Out.ShouldContain("Nothing to write");
    }

    [Fact]
    public async Task Martens_own_rebuild_is_refused_and_its_other_commands_run()
    {
        await using var database = await FreshDatabase.CreateAsync();
        var refused = await RunAsync(database, "projections", "rebuild");
        (refused.ExitCode, refused.Error).ShouldSatisfyAllConditions(
            said => said.ExitCode.ShouldBe(1), said => said.Error.ShouldContain("not-by-marten"), said => said.Error.ShouldContain("journey rebuild"));
        (await JourneyProcess.RunProgramAsync("ServiceDesk", database.ConnectionString, "ops", "db-list")).ShouldBeDone().Out.ShouldContain("marten://store/");
    }

    private static Task<JourneyRun> RunAsync(FreshDatabase database, params string[] arguments) =>
        JourneyProcess.RunAsync(database.ConnectionString, ["ops", .. arguments]);

    private static async Task ExecuteAsync(FreshDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
