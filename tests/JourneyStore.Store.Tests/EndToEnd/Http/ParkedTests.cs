using System.Net;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using Npgsql;

namespace JourneyStore.Store.Tests.EndToEnd.Http;

/// <summary>
/// What an operator sees of a parked customer, and does about it, with the real executable. The read models that come with it choke on nothing,
/// so the customer is parked as a fold with a fault would have left it: by a row.
/// </summary>
public sealed class ParkedTests
{
    [Fact]
    public async Task A_parked_customer_is_shown_waits_and_goes_on_after_a_retry_or_a_skip()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var service = await JourneyService.StartAsync(database.ConnectionString, "--dev");
        var client = service.Client;
        var ann = (await client.AppendAsync(Sla("a-1", "crm:ann"))).List("results").Single();
        await client.ReachedAsync("attention", ann.Number("position"));
        await ParkAsync(database.ConnectionString, ann.Text("customer")!, ann.Number("position"));
        var row = await RowAsync(client, ann.Text("customer")!);

        var more = await client.AppendAsync(Sla("a-2", "crm:ann"), Sla("b-1", "crm:bob"));
        await client.ReachedAsync("attention", more.Number("position"));
        (await RowAsync(client, ann.Text("customer")!)).ShouldBe(row, "it waits");
        (await RowAsync(client, more.List("results")[1].Text("customer")!)).ShouldNotBeNull("nobody else does");

        (await client.GetJsonAsync("/v1/status")).List("projections").Single(view => view.Text("name") == "attention").Number("parked").ShouldBe(1);
        await Eventually.Async(async () => (await client.GetJsonAsync("/health/ready")).List("degraded").Length == 1);
        var status = (await RunAsync("status")).ShouldBeDone();
        status.Out.ShouldContain("Newest parked");
        status.Out.ShouldContain("it choked");
        (await RunAsync("parked", "attention")).ShouldBeDone().Out.ShouldContain("it choked");
        (await RunAsync("verify")).ShouldBeDone().Out.ShouldContain("1 parked");

        (await RunAsync("retry", "attention", "crm:ann")).ShouldBeDone().Out.ShouldContain("1 of 1 parked go on.");
        (await RowAsync(client, ann.Text("customer")!)).ShouldNotBe(row);
        (await RunAsync("retry", "attention", "crm:ann")).ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(1), r => r.Error.ShouldContain("error not-parked: "));

        await ParkAsync(database.ConnectionString, ann.Text("customer")!, more.List("results")[0].Number("position"));
        (await RunAsync("skip", "attention", "crm:ann", "--reason", "sent by mistake", "--by", "Kim")).ShouldBeDone();
        (await RowAsync(client, ann.Text("customer")!)).ShouldBe(row, "the second event is left out");
        var decided = (await client.GetJsonAsync("/v1/parked/skipped?projection=attention")).List("skipped").ShouldHaveSingleItem();
        (decided.Text("by"), decided.Text("why")).ShouldBe(("Kim", "sent by mistake"));
        await client.PostTextAsync("/v1/parked/retry", "application/json", """{"projection":"attention","group":"crm:ann"}""").ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-parked");
        (await RunAsync("rebuild", "attention")).ShouldBeDone();
        (await RowAsync(client, ann.Text("customer")!)).ShouldBe(row, "for ever");
        (await RunAsync("verify")).ShouldBeDone();

        Task<JourneyRun> RunAsync(params string[] arguments) => JourneyProcess.RunAsync(database.ConnectionString, arguments);
    }

    private static CloudEvent Sla(string id, string customer) => new(id, "sla.breached", customer) { Process = "incident", CaseId = id, Time = "2026-03-01T10:00:00Z", Data = "{}" };

    // What has happened to the customer; the score is another one a moment later.
    private static async Task<string?> RowAsync(HttpClient client, string customer)
    {
        var row = (await client.GetJsonAsync($"/v1/views/attention/{customer}")).GetProperty("data");
        return $"{row.GetProperty("heaviest").GetRawText()} {row.GetProperty("because").GetRawText()} {row.Text("lastEventAt")}";
    }

    private static async Task ParkAsync(string database, string customer, long position)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            insert into js_parked (projection, generation, tenant_id, group_key, subject, seq_id, event_type, reason, since, tries, folded_to)
            select 'attention', 'living', tenant_id, id, id, $2, 'sla.breached', 'it choked', now(), 1, $2 from mt_streams where id = $1
            """,
            connection);
        command.Parameters.AddWithValue(customer);
        command.Parameters.AddWithValue(position);
        await command.ExecuteNonQueryAsync();
    }
}
