using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>What tests say to the API and how they read its answers.</summary>
internal static class Talking
{
    /// <summary>Sends events as one batch and expects them to be taken.</summary>
    public static async Task<JsonElement> AppendAsync(this HttpClient client, params IEnumerable<CloudEvent> events)
    {
        using var response = await client.PostBatchAsync(events);
        return await response.JsonAsync(HttpStatusCode.OK);
    }

    public static Task<HttpResponseMessage> PostBatchAsync(this HttpClient client, IEnumerable<CloudEvent> events, CancellationToken ct = default) =>
        client.PostAsync("/v1/events", Body(CloudEvent.Batch, new JsonArray([.. events.Select(JsonNode? (one) => one.ToJson())]).ToJsonString()), ct);

    public static Task<HttpResponseMessage> PostTextAsync(this HttpClient client, string path, string contentType, string body) =>
        client.PostAsync(path, Body(contentType, body));

    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return await response.JsonAsync(HttpStatusCode.OK);
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Sees that an answer is a problem of this status and code.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this Task<HttpResponseMessage> asked, HttpStatusCode status, string code)
    {
        using var response = await asked;
        var problem = await response.JsonAsync(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.Text("code").ShouldBe(code);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        return problem;
    }

    /// <summary>Sees that an object has exactly these members.</summary>
    public static void ShouldHaveMembers(this JsonElement json, params string[] names) =>
        json.EnumerateObject().Select(member => member.Name).ShouldBe(names, ignoreOrder: true);

    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();

    public static long Number(this JsonElement json, string name) => json.GetProperty(name).GetInt64();

    public static JsonElement[] List(this JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray()];

    private static ByteArrayContent Body(string contentType, string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }
}
