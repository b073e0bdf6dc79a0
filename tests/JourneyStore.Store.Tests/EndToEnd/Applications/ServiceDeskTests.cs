using System.Net;
using System.Text.Json;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Applications;

/// <summary>The sample application, run as its page says: an own executable, with event types, views, a signal, a policy and a handler from its own
/// assembly.</summary>
public sealed class ServiceDeskTests
{
    private const string Program = "ServiceDesk";
    private const string Ready = "ServiceDesk is ready at ";
    private const string Ann = "email:ann@example.org";

    [Fact]
    public async Task An_application_serves_its_own_rooms_beside_its_own_routes()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var process = Start(database, "serve", "--dev", "--urls", "http://127.0.0.1:0");
        using var client = await ClientAsync(process);

        await FailAsync(client, "f-1");
        await Eventually.Async(async () => (await DecisionsAsync(client)).Length == 1);
        (await DecisionsAsync(client))[0].Text("title").ShouldNotBeNull().ShouldContain("repair");
        var stored = await FailAsync(client, "f-2");
        await Eventually.Async(async () => (await client.GetJsonAsync("/loaners")).GetArrayLength() == 1);

        var loaner = (await client.GetJsonAsync("/loaners"))[0];
        (loaner.Text("insteadOf"), loaner.Text("customer")).ShouldBe(("NB-0815", stored.Text("customer")));
        loaner.List("because").Select(reason => reason.GetString()).ShouldContain("NB-0815 failed 2 times.");
        var context = await client.GetJsonAsync($"/journey/v1/customers/{Ann}/context");
        context.GetProperty("views").GetProperty("devices").List("failed").ShouldHaveSingleItem().Number("failures").ShouldBe(2);
        context.List("signals").Single(signal => signal.Text("name") == "lemon").GetProperty("value").GetDouble().ShouldBeInRange(1.9, 2);
        await Eventually.Async(async () => (await client.GetJsonAsync("/journey/v1/views/device-models")).List("rows") is [var row]
            && row.GetProperty("data").Number("failures") == 2);
    }

    [Fact]
    public async Task Every_verb_knows_the_applications_rooms_and_another_program_does_not_write_over_them()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using (var process = Start(database, "serve", "--dev", "--urls", "http://127.0.0.1:0"))
        {
            using var client = await ClientAsync(process);
            await FailAsync(client, "f-1");
            process.Terminate();
            (await process.EndAsync()).ShouldBe(0);
        }
        (await RunAsync(database, "inventory")).ShouldSatisfyAllConditions(
            said => said.ShouldContain("device.failed"), said => said.ShouldContain("device-models"), said => said.ShouldContain("lemon"),
            said => said.ShouldContain("loaner"));
        (await RunAsync(database, "rebuild", "devices")).ShouldContain("1 row, in use now");
        (await RunAsync(database, "verify", "devices", "device-models", "signals")).ShouldContain("devices: 1 row, as the log says");
        (await RunAsync(database, "context", Ann)).ShouldSatisfyAllConditions(said => said.ShouldContain("lemon"), said => said.ShouldContain("\"failures\": 1"));

        var stranger = await JourneyProcess.RunAsync(database.ConnectionString, "rebuild", "--all");
        (stranger.ExitCode, stranger.Error).ShouldSatisfyAllConditions(
            said => said.ExitCode.ShouldBe(1), said => said.Error.ShouldContain("unknown-views"), said => said.Error.ShouldContain("device-models, devices"));
        (await RunAsync(database, "verify", "devices")).ShouldContain("devices: 1 row, as the log says");
    }

    [Fact]
    public async Task Without_dev_a_route_asks_for_a_key_that_the_applications_own_command_line_makes()
    {
        await using var database = await FreshDatabase.CreateAsync();
        var key = JsonDocument.Parse(await RunAsync(database, "keys", "create", "--name", "desk", "--scopes", "read", "--json")).RootElement.Text("key");
        await using var process = Start(database, "serve", "--urls", "http://127.0.0.1:0");
        using var client = await ClientAsync(process);
        await client.GetAsync("/journey/v1/views/devices").ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "no-key");
        await client.GetAsync("/journey/v1/nothing").ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown-route");
        (await client.GetAsync("/loaners")).StatusCode.ShouldBe(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        (await client.GetJsonAsync("/journey/v1/views/devices")).List("rows").ShouldBeEmpty();
        await client.GetAsync("/journey/v1/status").ShouldBeProblemAsync(HttpStatusCode.Forbidden, "scope-missing");
    }

    private static JourneyProcess Start(FreshDatabase database, params string[] arguments) =>
        JourneyProcess.StartProgram(Program, [], database.ConnectionString, arguments);

    private static async Task<string> RunAsync(FreshDatabase database, params string[] arguments) =>
        (await JourneyProcess.RunProgramAsync(Program, database.ConnectionString, arguments)).ShouldBeDone().Out;

    private static async Task<HttpClient> ClientAsync(JourneyProcess process)
    {
        var line = await process.Out.LineAsync(line => line.StartsWith(Ready, StringComparison.Ordinal));
        return new HttpClient { BaseAddress = new Uri(line[Ready.Length..].Split(' ')[0]) };
    }

    private static async Task<JsonElement> FailAsync(HttpClient client, string id)
    {
        var failed = new CloudEvent(id, "device.failed", Ann)
        {
            Process = "hardware", CaseId = $"H-{id}", Data = """{"device":"NB-0815","model":"Lapbook 14","fault":"no picture"}""",
        };
        using var response = await client.PostTextAsync("/journey/v1/events", CloudEvent.Structured, failed.ToJson().ToJsonString());
        return (await response.JsonAsync(HttpStatusCode.OK)).List("results").ShouldHaveSingleItem();
    }

    private static async Task<JsonElement[]> DecisionsAsync(HttpClient client) =>
        [.. (await client.GetJsonAsync($"/journey/v1/customers/{Ann}/timeline")).List("entries").Where(entry => entry.Text("type") == "decision.made")];
}
