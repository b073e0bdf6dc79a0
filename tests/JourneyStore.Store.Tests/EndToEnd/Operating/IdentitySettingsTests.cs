using System.Net;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Operating;

/// <summary>The rules of identifiers, as whoever operates a store says them.</summary>
public sealed class IdentitySettingsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("journeystore-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_rules_of_a_file_and_a_region_hold_over_HTTP_and_a_file_that_is_none_is_refused_at_the_start()
    {
        await using var database = await FreshDatabase.CreateAsync();
        var rules = Path.Combine(folder.FullName, "identity.json");
        await File.WriteAllTextAsync(rules, """{ "crm": { "blocked": ["99999"] }, "*": { "allowed": ["guest"] } }""");
        await using (var service = await JourneyService.StartWithAsync(
            [("JOURNEYSTORE_IDENTITY", rules), ("JOURNEYSTORE_PHONE_REGION", "DE")], database.ConnectionString, "--dev"))
        {
            var results = (await service.Client.AppendAsync(
                new CloudEvent("i-1", "thing.happened", "crm:99999"), new CloudEvent("i-2", "thing.happened", "login:guest,phone:030 123456"))).List("results");
            results.Select(result => (result.Text("status"), result.Text("code"))).ShouldBe([("held", "blocked-identifier"), ("stored", null)]);
            (await service.Client.GetJsonAsync("/v1/customers/phone:+4930123456")).Text("id").ShouldBe(results[1].Text("customer"));
            using var blocked = await service.Client.GetAsync("/v1/customers/crm:99999");
            (await blocked.JsonAsync(HttpStatusCode.NotFound)).Text("code").ShouldBe("unknown-customer");
        }
        await File.WriteAllTextAsync(rules, "{\n  \"crm\": { \"block\": [] }\n}");
        await using var refused = JourneyProcess.StartWith([("JOURNEYSTORE_IDENTITY", rules)], database.ConnectionString, ["serve"]);
        (await refused.EndAsync()).ShouldBe(1);
        refused.Error.All.ShouldContain("bad-identity-rules");
        refused.Error.All.ShouldContain("identity.json', line 2: expected one of most, joins, priority, blocked, allowed; found 'block'.");
    }
}
