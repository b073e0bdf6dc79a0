using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace JourneyStore.Store.Tests.Cli;

public sealed partial class ServeTests(StoreFolder store) : IClassFixture<StoreFolder>
{
    private const string FreePort = "http://127.0.0.1:0";

    [Fact]
    public async Task Without_keys_it_refuses_and_says_how_to_make_one_with_a_key_it_serves_whoever_has_it()
    {
        var refused = await store.RunAsync("serve", "--urls", FreePort);
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("error no-keys: ");
        refused.Error.ShouldContain("journey keys create");

        var made = await store.RunAsync("keys", "create", "--name", "test", "--scopes", "read,ingest", "--json");
        var key = JsonDocument.Parse(made.Out).RootElement.GetProperty("key").GetString()!;
        (await store.RunAsync("keys", "list")).Out.ShouldNotContain(key);

        using var serving = Journey.Start("serve", "--urls", FreePort, "--data", store.Data);
        using var http = new HttpClient { BaseAddress = await AddressOfAsync(serving) };
        (await http.GetAsync("/v1/views")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        (await http.GetAsync("/v1/views")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await StopAsync(serving);
        serving.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line()
    {
        using var serving = Journey.Start("serve", "--dev", "--urls", FreePort, "--data", store.Data);
        var address = await AddressOfAsync(serving);

        var second = await store.RunAsync("serve", "--dev", "--urls", address.GetLeftPart(UriPartial.Authority));

        second.ExitCode.ShouldBe(1);
        second.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith("error address-in-use: ");
        await StopAsync(serving);
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_stop_is_there_after_the_next_start()
    {
        using (var serving = Journey.Start("serve", "--dev", "--urls", FreePort, "--data", store.Data))
        {
            using var http = new HttpClient { BaseAddress = await AddressOfAsync(serving) };
            using var body = new StringContent(
                """{"specversion":"1.0","id":"1","source":"/kept","type":"ticket.opened","customer":"email:kept@x.example","data":{}}""",
                Encoding.UTF8, "application/cloudevents+json");
            (await http.PostAsync("/v1/events", body)).StatusCode.ShouldBe(HttpStatusCode.OK);
            await StopAsync(serving);
        }

        (await store.RunAsync("timeline", "email:kept@x.example")).Out.ShouldContain("Ticket opened");
    }

    private static async Task<Uri> AddressOfAsync(Process serving)
    {
        var line = await serving.StandardOutput.ReadLineAsync();
        if (line is null) throw new InvalidOperationException($"It did not get ready: {await serving.StandardError.ReadToEndAsync()}");
        line.ShouldStartWith("JourneyStore is ready at http://127.0.0.1:");
        return new Uri(Address().Match(line).Value);
    }

    private static async Task StopAsync(Process serving)
    {
        if (OperatingSystem.IsWindows()) serving.Kill();
        else Process.Start("kill", ["-TERM", $"{serving.Id}"]).WaitForExit();
        await serving.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
