using System.Text;
using System.Text.Json;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;
using JourneyStore.Ingestion.CloudEvents;

namespace JourneyStore.Tests.Ingestion.CloudEvents;

/// <summary>An event with <c>data_base64</c> is the event that the same octets make in the body of a request.</summary>
public sealed class Base64DataTests
{
    public static TheoryData<string, byte[]> Bodies() => new()
    {
        { "application/json", """{"subject":"No network","priority":"1"}"""u8.ToArray() },
        { "application/json", " [1, 1e2]\n"u8.ToArray() },
        { "application/json", "null"u8.ToArray() },
        { "application/json", [0xEF, 0xBB, 0xBF, (byte)'5'] },
        { "application/json", "{\"a\":1"u8.ToArray() },
        { "application/json", "{\"a\":1,\"a\":2}"u8.ToArray() },
        { "application/json", [0xFF] },
        { "application/json; charset=utf-16", Encoding.Unicode.GetBytes("{\"a\":\"ü\"}") },
        { "application/json; charset=iso-8859-1", Encoding.Latin1.GetBytes("{\"a\":\"ü\"}") },
        { "application/json; charset=iso-8859-1", "{\"a\":\"ü\"}"u8.ToArray() },
        { "application/vnd.acme.ticket+json; charset=UTF-8", "{\"a\":\"ü\"}"u8.ToArray() },
        { "text/plain", "hello \"you\""u8.ToArray() },
        { "text/plain", [] },
        { "text/plain", [0xFF, 0xFE] },
        { "text/plain", "nul\0"u8.ToArray() },
        { "text/plain; charset=latin1", Encoding.Latin1.GetBytes("Müller") },
        { "text/plain; charset=windows-1252", [0x80, 0x20, 0x93] },
        { "text/plain; charset=utf-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Łódź")] },
        { "text/plain; charset=utf-7", "+AGE-"u8.ToArray() },
        { "text/plain; charset=klingon", "a"u8.ToArray() },
        { "text/xml", "<a/>"u8.ToArray() },
        { "application/octet-stream", [0, 1, 2] },
        { "image/png", [0x89, 0x50] },
    };

    [Theory, MemberData(nameof(Bodies))]
    public void Octets_make_the_same_event_in_every_mode(string contentType, byte[] octets)
    {
        var (one, base64) = (CloudEventHeaders.Read(Headers, contentType, octets), Convert.ToBase64String(octets));
        var structured = CloudEventJson.Read(Event(contentType, base64));
        Same(structured, one);
        Same(CloudEventBatch.Read((byte[])[.. "["u8, .. Event(contentType, base64), .. "]"u8], 10, 10_000).Events.Single(), one);
        Same(CloudEventJson.Read(Event(contentType, string.Join("\\n", base64.Chunk(4).Select(part => new string(part))))), one);
    }

    [Theory]
    [InlineData("application/json", """{"a":1}""", """{"a":1}""", null)]
    [InlineData("text/plain; charset=utf-8", "hello", "\"hello\"", "text/plain; charset=utf-8")]
    [InlineData(null, """{"a":1}""", """{"a":1}""", null)]
    [InlineData(null, "5", "5", null)]
    public void JSON_is_the_value_and_text_is_the_text(string? contentType, string octets, string data, string? kept)
    {
        var candidate = CloudEventJson.Read(Event(contentType, Convert.ToBase64String(Encoding.UTF8.GetBytes(octets)))).Candidate!;
        Encoding.UTF8.GetString(candidate.Data.Span).ShouldBe(data);
        (candidate.DataIsBase64, candidate.DataContentType).ShouldBe((false, kept));
    }

    [Fact]
    public void Octets_of_no_said_type_that_are_no_JSON_stay_octets()
    {
        var candidate = CloudEventJson.Read(Event(null, "AAEC")).Candidate!;
        candidate.DataIsBase64.ShouldBeTrue();
        Encoding.UTF8.GetString(candidate.Data.Span).ShouldBe("\"AAEC\"");
    }

    [Fact]
    public void A_type_said_after_the_octets_counts() =>
        CloudEventJson.Read("""{"data_base64":"eyJhIjoxfQ==","datacontenttype":"application/json","specversion":"1.0","id":"1","source":"/s","type":"t"}"""u8.ToArray())
            .Candidate!.DataIsBase64.ShouldBeFalse();

    [Theory]
    [InlineData("A?==")]
    [InlineData("eyJhIjoxfQ")]
    [InlineData("eyJhIjoxfQ=")]
    [InlineData("_-8=")]
    [InlineData("YQ==YQ==")]
    public void What_is_no_base64_is_refused_and_quoted(string written)
    {
        var result = CloudEventJson.Read(Event("application/json", written));
        result.Code.ShouldBe(RejectionCodes.BadBase64);
        result.Reason!.ShouldContain(written);
        result.Id.ShouldBe("1");
    }

    [Theory]
    [InlineData("""  "data":1,"data_base64":"" """)]
    [InlineData("""  "data_base64":"","data":1 """)]
    [InlineData("""  "data":{},"data_base64":"AA==" """)]
    public void Data_comes_once(string members) =>
        CloudEventJson.Read(Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"1","source":"/s","type":"t",{{members}}}""")).Code.ShouldBe(RejectionCodes.DataTwice);

    private static readonly KeyValuePair<string, string>[] Headers = [new("ce-specversion", "1.0"), new("ce-id", "1"), new("ce-source", "/s"), new("ce-type", "t")];

    private static byte[] Event(string? contentType, string base64) => Encoding.UTF8.GetBytes(
        $$"""{"specversion":"1.0","id":"1","source":"/s","type":"t",{{(contentType is null ? "" : $"\"datacontenttype\":\"{contentType}\",")}}"data_base64":"{{base64}}"}""");

    private static void Same(CloudEventResult found, CloudEventResult expected)
    {
        (found.Code, found.Candidate is null).ShouldBe((expected.Code, expected.Candidate is null), found.Reason);
        if (found.Candidate is null) return;
        found.Candidate.Data.ToArray().ShouldBe(expected.Candidate!.Data.ToArray());
        (found.Candidate with { Data = default })
            .ShouldBe(expected.Candidate with { Data = default, Customer = found.Candidate.Customer, Account = found.Candidate.Account });
    }
}
