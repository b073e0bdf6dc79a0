using System.Text;
using System.Text.Json;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;
using JourneyStore.Ingestion;
using JourneyStore.Ingestion.CloudEvents;

namespace JourneyStore.Tests.Ingestion.CloudEvents;

public class CloudEventHeadersTests
{
    [Fact]
    public void Attributes_come_from_headers_and_data_from_the_body()
    {
        var candidate = Read("application/json", " {\"a\": 1}\n", ("CE-Customer", "crm:a%252Cb"), ("ce-myext", "Euro%20%E2%82%AC%20%F0%9F%98%80")).Candidate!;
        candidate.Customer.ShouldBe([new Identifier("crm", "a,b")]);
        JsonSerializer.Deserialize<string>(candidate.Extensions!["myext"]).ShouldBe("Euro € 😀");
        candidate.DataContentType.ShouldBeNull();
        Encoding.UTF8.GetString(candidate.Data.Span).ShouldBe("{\"a\": 1}");
    }

    [Theory]
    [InlineData("text/plain", "Grüße \"x\"", "\"Grüße \\\"x\\\"\"", false)]
    [InlineData("application/xml", "<a/>", "\"<a/>\"", false)]
    [InlineData("application/octet-stream", "abc", "\"YWJj\"", true)]
    [InlineData("text/plain", "nul\0", "\"bnVsAA==\"", true)]
    [InlineData("application/x-unknown; charset=utf-8", "abc", "\"abc\"", false)]
    public void A_body_that_is_not_JSON_is_text_or_bytes(string contentType, string body, string json, bool isBase64)
    {
        var candidate = Read(contentType, body).Candidate!;
        Encoding.UTF8.GetString(candidate.Data.Span).ShouldBe(json);
        candidate.DataIsBase64.ShouldBe(isBase64);
        candidate.DataContentType.ShouldBe(contentType);
    }

    [Fact]
    public void No_body_is_no_data() => Read(null, "").Candidate!.Data.IsEmpty.ShouldBeTrue();

    [Fact]
    public void No_content_type_means_JSON()
    {
        Read(null, "[1]").Candidate.ShouldNotBeNull();
        Read(null, "plain").Code.ShouldBe(RejectionCodes.BadJson);
    }

    [Theory]
    [InlineData("ce-id", "again", RejectionCodes.DuplicateAttribute)]
    [InlineData("ce-data", "x", RejectionCodes.BadAttribute)]
    [InlineData("ce-my-ext", "x", RejectionCodes.BadAttribute)]
    [InlineData("ce-", "x", RejectionCodes.BadAttribute)]
    [InlineData("ce-datacontenttype", "text/plain", RejectionCodes.BadAttribute)]
    [InlineData("ce-subject", "100%ff", RejectionCodes.BadAttribute)]
    [InlineData("ce-subject", "%C0%A0", RejectionCodes.BadAttribute)]
    [InlineData("ce-subject", "", RejectionCodes.BadAttribute)]
    [InlineData("ce-subject", "a%00b", RejectionCodes.BadAttribute)]
    [InlineData("ce-time", "yesterday", RejectionCodes.BadTime)]
    [InlineData("ce-customer", "crm:a%2Cb", RejectionCodes.BadCustomer)]
    public void What_breaks_a_rule_is_rejected_and_named(string header, string value, string code)
    {
        var result = Read("application/json", "1", (header, value));
        result.Code.ShouldBe(code, result.Reason);
        (result.Id, result.Source).ShouldBe(("1", "/s"));
    }

    [Fact]
    public void Missing_attributes_are_all_named() =>
        CloudEventHeaders.Read([new("ce-id", "1")], null, default).Reason.ShouldBe("required and not there: specversion, source, type");

    [Fact]
    public void The_media_type_is_checked() => Read("xyz", "1").Code.ShouldBe(RejectionCodes.BadAttribute);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("  trimmed ", "trimmed")]
    [InlineData("\"quoted \\\"x\\\" \\\\\"", "quoted \"x\" \\")]
    [InlineData("\"%41\"", "A")]
    [InlineData("a%2525", "a%25")]
    [InlineData("é%c3%a9", "éé")]
    [InlineData("100 %", "100 %")]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("%%41%", "%A%")]
    [InlineData("50 % of %C3%BC", "50 % of ü")]
    [InlineData("\"open", "\"open")]
    [InlineData("\"a\"b", "\"a\"b")]
    [InlineData("\"a\" and \"b\"", "\"a\" and \"b\"")]
    [InlineData("\"\\", "\"\\")]
    [InlineData("a\"b\"", "a\"b\"")]
    [InlineData("\"\"", "")]
    public void A_header_value_is_unquoted_then_decoded_once(string written, string expected)
    {
        HeaderValue.TryDecode(written, out var text).ShouldBeTrue();
        text.ShouldBe(expected);
    }

    [Theory]
    [InlineData("%ff")]
    [InlineData("%c0%a0")]
    [InlineData("%ed%a0%80")]
    [InlineData("%c3")]
    public void Percent_encoded_octets_that_are_not_UTF8_are_refused(string written) => HeaderValue.TryDecode(written, out _).ShouldBeFalse();

    private static CloudEventResult Read(string? contentType, string body, params (string Name, string Value)[] more) =>
        CloudEventHeaders.Read(
            new (string Name, string Value)[] { ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "/s"), ("ce-type", "t") }
                .Concat(more).Select(h => new KeyValuePair<string, string>(h.Name, h.Value)),
            contentType,
            Encoding.UTF8.GetBytes(body));
}
