using System.Net;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Intake;
using JourneyStore.Hosting;
using JourneyStore.Http;
using JourneyStore.Http.Access;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using JourneyStore.TestRooms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Store.Tests.EndToEnd.Applications;

/// <summary>The routes among an application's own, behind its own authentication.</summary>
public sealed class MountedRoutesTests : IAsyncLifetime
{
    private FreshDatabase database = null!;
    private WebApplication app = null!;
    private HttpClient client = null!;

    public async Task InitializeAsync()
    {
        database = await FreshDatabase.CreateAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddJourneyStore(journey => journey.Add(typeof(ParcelLost).Assembly).Connection = database.ConnectionString);
        builder.Services.AddJourneyHttp(new HttpOptions { CallerOf = CallerOf });
        builder.Services.AddSingleton(new Outside()).AddSingleton<Known>().AddSingleton<Ears>();
        app = builder.Build();
        app.MapGroup("/inner").MapJourneyStore("/store").AddEndpointFilter((call, next) =>
        {
            call.HttpContext.Response.Headers["x-ours"] = "yes";
            return next(call);
        });
        app.MapGet("/", () => "the application's own");
        await app.StartAsync();
        client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_the_application_knows_is_the_caller_with_the_tenant_and_scopes_that_it_says()
    {
        await client.GetAsync("/inner/store/v1/status").ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "no-key");
        client.DefaultRequestHeaders.Add("x-user", "reader");
        await client.GetAsync("/inner/store/v1/status").ShouldBeProblemAsync(HttpStatusCode.Forbidden, "scope-missing");
        client.DefaultRequestHeaders.Remove("x-user");
        client.DefaultRequestHeaders.Add("x-user", "all");
        using var sent = await client.PostTextAsync(
            "/inner/store/v1/events", CloudEvent.Structured, new CloudEvent("p-1", "parcel.lost", "crm:1") { Data = """{"parcel":"P"}""" }.ToJson().ToJsonString());
        (await sent.JsonAsync(HttpStatusCode.OK)).List("results")[0].Text("status").ShouldBe("stored");
        sent.Headers.GetValues("x-ours").ShouldBe(["yes"]);
        (await client.GetJsonAsync("/inner/store/v1/customers/crm:1")).List("identifiers").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_applications_own_routes_are_left_alone()
    {
        (await client.GetStringAsync("/")).ShouldBe("the application's own");
        using var unknown = await client.GetAsync("/nowhere");
        (unknown.StatusCode, unknown.Content.Headers.ContentType).ShouldBe((HttpStatusCode.NotFound, null));
        await client.GetAsync("/inner/store/nowhere").ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown-route");
        var paths = (await client.GetJsonAsync("/inner/store/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(path => path.Name).ToArray();
        paths.ShouldContain("/inner/store/v1/events");
        paths.ShouldAllBe(path => path.StartsWith("/inner/store/", StringComparison.Ordinal));
    }

    private static Caller? CallerOf(HttpContext http) => http.Request.Headers["x-user"].ToString() switch
    {
        "reader" => new Caller(Tenants.Default, Scopes.Read, "reader"),
        "all" => new Caller(Tenants.Default, Scopes.All, "all"),
        _ => null,
    };
}
