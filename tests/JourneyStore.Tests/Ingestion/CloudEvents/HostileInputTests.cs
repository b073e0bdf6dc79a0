using System.Text;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Ingestion;
using JourneyStore.Ingestion.CloudEvents;

namespace JourneyStore.Tests.Ingestion.CloudEvents;

/// <summary>Seeded nonsense: whatever comes, the answer is a value, and what is accepted passes the check that the intake makes.</summary>
public class HostileInputTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "\\ud800", "\\udc00", "\\u00e9", "null", "true", "1e999999999999", "-0", "1.", "0.1e-5",
        "\"id\"", "\"data\"", "\"data_base64\"", "\"time\"", "\"customer\"", "\"x\":1", "\0", "\uFEFF", " ", "\n", "//", "é", "😀", "9999999999", "\"\"",
    ];

    [Fact]
    public void Mutated_events_never_throw()
    {
#pragma warning disable RS0030 // seeded
        var random = new Random(20_250_301);
#pragma warning restore RS0030
        var seed = """
            [{"specversion":"1.0","id":"1","source":"/s","type":"t","time":"2025-01-01T00:00:00Z","customer":"crm:1,email:a%40b","ext":5,
            "data":{"a":[1,{"b":"c\u00e9"}],"d":null}},{"specversion":"1.0","id":"2","source":"/s","type":"t","data_base64":"AAEC"}]
            """u8.ToArray();
        var accepted = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = Mutate(seed, random);
            var reading = CloudEventBatch.Read(bytes, 100, 4096);
            foreach (var one in reading.Events) accepted += Judge(one);
            accepted += Judge(CloudEventJson.Read(bytes));
            accepted += Judge(CloudEventJson.Read(bytes.AsMemory(1, bytes.Length - 2)));
        }
        accepted.ShouldBeGreaterThan(300);
    }

    [Fact]
    public void Mutated_headers_never_throw()
    {
#pragma warning disable RS0030 // seeded
        var random = new Random(20_250_302);
#pragma warning restore RS0030
        var names = new[] { "ce-id", "ce-source", "ce-type", "ce-specversion", "ce-time", "ce-customer", "ce-x", "ce-é", "CE-ID", "ce-data", "ce-" };
        var values = new[] { "1.0", "1", "%", "%41", "%ff", "\"", "\"a\\", "crm:1", "", " ", "2025-01-01T00:00:00Z", "\ud800", "\0", "a\nb" };
        for (var round = 0; round < 5_000; round++)
        {
            var headers = Enumerable.Range(0, random.Next(8))
                .Select(_ => new KeyValuePair<string,
                    string>(names[random.Next(names.Length)], values[random.Next(values.Length)] + values[random.Next(values.Length)]))
                .ToList();
            var body = Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]);
            Judge(CloudEventHeaders.Read(headers, values[random.Next(values.Length)] is { Length: > 2 } type ? type : "text/plain", body));
        }
    }

    private static int Judge(CloudEventResult result)
    {
        if (result.Candidate is null)
        {
            result.Code.ShouldNotBeNullOrEmpty();
            result.Reason.ShouldNotBeNullOrEmpty();
            return 0;
        }
        result.Code.ShouldBeNull();
        CandidateCheck.Check(result.Candidate, 4096).ShouldBeNull();
        return 1;
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = new List<byte>(seed);
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
            }
            if (bytes.Count < 4) bytes.AddRange("[{}]"u8.ToArray());
        }
        return [.. bytes];
    }
}
