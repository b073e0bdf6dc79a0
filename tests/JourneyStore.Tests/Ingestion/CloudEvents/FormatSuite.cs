using System.Text;
using System.Text.Json;
using JourneyStore.Events;
using JourneyStore.Ingestion.CloudEvents;

namespace JourneyStore.Tests.Ingestion.CloudEvents;

/// <summary>The CloudEvents project's own events for the JSON format; its files stay outside of this repository.</summary>
public class FormatSuite
{
    [SkippableFact]
    public void Every_valid_event_reads_as_its_sample_says()
    {
        using var samples = Open("samples.json");
        using var suite = Open("valid-events.json");
        var count = 0;
        foreach (var test in suite.RootElement.GetProperty("tests").EnumerateArray())
        {
            var name = test.GetProperty("id").GetString();
            var result = CloudEventJson.Read(Encoding.UTF8.GetBytes(test.GetProperty("event").GetRawText()));
            result.Reason.ShouldBeNull(name);
            Written(result.Candidate!).ShouldBe(Expected(samples.RootElement.GetProperty(test.GetProperty("sampleId").GetString()!)), name);
            count++;
        }
        count.ShouldBeGreaterThan(9);
    }

    [SkippableFact]
    public void Every_invalid_event_is_rejected_with_a_code_and_a_reason()
    {
        using var suite = Open("invalid-events.json");
        var count = 0;
        foreach (var test in suite.RootElement.GetProperty("tests").EnumerateArray())
        {
            var name = test.GetProperty("id").GetString();
            var result = CloudEventJson.Read(Encoding.UTF8.GetBytes(test.GetProperty("event").GetRawText()));
            result.Candidate.ShouldBeNull(name);
            result.Code.ShouldNotBeNullOrEmpty(name);
            result.Reason.ShouldNotBeNullOrEmpty(name);
            count++;
        }
        count.ShouldBeGreaterThan(24);
    }

    private static SortedDictionary<string, string> Expected(JsonElement sample)
    {
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in sample.EnumerateObject()) expected[member.Name] = member.Value.GetRawText();
        expected.Remove("specversion");
        return expected;
    }

    private static SortedDictionary<string, string> Written(EventCandidate candidate)
    {
        var written = new SortedDictionary<string, string>(StringComparer.Ordinal);
        void Add(string name, string? text)
        {
            if (text is not null) written[name] = $"\"{text}\"";
        }
        Add("id", candidate.Id);
        Add("source", candidate.Source);
        Add("type", candidate.Type);
        Add("subject", candidate.Subject);
        Add("dataschema", candidate.DataSchema);
        Add("datacontenttype", candidate.DataContentType);
        Add("time", candidate.OccurredAt?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        foreach (var (name, json) in candidate.Extensions ?? new Dictionary<string, string>()) written[name] = json;
        if (!candidate.Data.IsEmpty) written["data"] = Encoding.UTF8.GetString(candidate.Data.Span);
        return written;
    }

    private static JsonDocument Open(string file)
    {
        var path = Path.Combine(Folder(), "cloudevents", file);
        Skip.IfNot(File.Exists(path), $"skipped: no test data at {path}");
        return JsonDocument.Parse(File.ReadAllBytes(path));
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("JOURNEYSTORE_TEST_DATA") is { Length: > 0 } told) return told;
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "JourneyStore.sln"))) root = root.Parent;
        return Path.Combine(root?.FullName ?? "", "..", "shared", "data");
    }
}
