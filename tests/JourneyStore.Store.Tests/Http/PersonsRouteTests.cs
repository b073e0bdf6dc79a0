using System.Net;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Intake;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Http;

public class PersonsRouteTests
{
    private const string Ann = "/v1/customers/email:ann@example.org";

    [Fact]
    public async Task A_person_is_exported_and_erased_and_the_receipt_is_listed()
    {
        await using var host = await HttpHost.StartAsync();
        await SendAsync(host, "one");
        var export = await host.Client.GetAsync($"{Ann}/export");
        export.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        export.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var document = await export.Json();
        var customer = document.GetProperty("customer").GetString();
        document.GetProperty("events")[0].GetProperty("data").GetProperty("subject").GetString().ShouldBe("wet");
        await (await host.Client.GetAsync("/v1/customers/email:nobody@example.org/export")).ShouldBeProblem(HttpStatusCode.NotFound, "unknown-customer");

        await (await host.Client.DeleteAsync(Ann)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        await (await host.Client.DeleteAsync($"{Ann}?why=asked&dryRun=maybe")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        await (await host.Client.DeleteAsync($"{Ann}?why=asked&dry-run=true")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        await (await host.Client.DeleteAsync("/v1/customers/crm:nobody?why=asked")).ShouldBeProblem(HttpStatusCode.NotFound, "unknown-customer");
        var dry = await (await host.Client.DeleteAsync($"{Ann}?why=asked&dryRun=true")).Json();
        dry.GetProperty("dryRun").GetBoolean().ShouldBeTrue();
        dry.GetProperty("receipt").GetProperty("counts").GetProperty("events").GetInt64().ShouldBe(1);
        (await host.Client.GetAsync(Ann)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var erased = await (await host.Client.DeleteAsync($"{Ann}?why=asked&by=Kim")).Json();
        var receipt = erased.GetProperty("receipt");
        receipt.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["number", "id", "customer", "by", "why", "begunAt", "doneAt", "counts", "withoutRow", "notDone"], ignoreOrder: true);
        receipt.GetProperty("by").GetString().ShouldBe("Kim (key dev)");
        receipt.GetProperty("counts").GetProperty("identifiers").GetInt64().ShouldBe(1);
        receipt.GetProperty("notDone").GetArrayLength().ShouldBeGreaterThan(3);
        await (await host.Client.GetAsync(Ann)).ShouldBeProblem(HttpStatusCode.NotFound, "unknown-customer");
        (await (await host.Client.DeleteAsync($"/v1/customers/{customer}?why=again")).Json()).GetProperty("alreadyErased").GetBoolean().ShouldBeTrue();
        var listed = (await (await host.Client.GetAsync("/v1/erasures?limit=5")).Json()).GetProperty("erasures").EnumerateArray().ShouldHaveSingleItem();
        listed.GetProperty("customer").GetString().ShouldBe(customer);

        await SendAsync(host, "two");
        await host.Engine.RebuildAsync("profile", shadow: true, null, CancellationToken.None);
        await (await host.Client.DeleteAsync($"{Ann}?why=asked")).ShouldBeProblem(HttpStatusCode.Conflict, "rebuild-beside");
    }

    [Fact]
    public async Task It_is_for_admins_only()
    {
        await using var host = await HttpHost.StartAsync(dev: false);
        await host.LetInAsync(Scopes.Read | Scopes.Ingest | Scopes.Decide);
        HttpRequestMessage[] asked = [new(HttpMethod.Get, $"{Ann}/export"), new(HttpMethod.Delete, $"{Ann}?why=asked"), new(HttpMethod.Get, "/v1/erasures")];
        foreach (var one in asked)
            (await (await host.Client.SendAsync(one)).ShouldBeProblem(HttpStatusCode.Forbidden, "scope-missing")).GetProperty("scope").GetString().ShouldBe("admin");
    }

    private static Task SendAsync(HttpHost host, string id) => host.Engine.AppendAsync(
        new AppendRequest(Tenants.Default,
        [
            new EventCandidate
            {
                Source = "urn:shop", Id = id, Type = "complaint.filed", Customer = [new Identifier("email", "ann@example.org")],
                Data = """{"subject":"wet"}"""u8.ToArray(),
            },
        ]), CancellationToken.None);
}
