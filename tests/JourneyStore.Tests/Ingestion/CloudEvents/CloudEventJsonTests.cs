using System.Text;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;
using JourneyStore.Ingestion;
using JourneyStore.Ingestion.CloudEvents;

namespace JourneyStore.Tests.Ingestion.CloudEvents;

public class CloudEventJsonTests
{
    [Fact]
    public void All_attributes_that_we_read_find_their_place()
    {
        var candidate = Read("""
            "time": "2025-03-01T10:00:00.1234567+01:00", "subject": "INC1", "dataschema": "https://example.org/s",
            "customer": "crm:42,email:ann@example.org", "account": "crm:acme", "process": "incident", "caseid": "INC1", "activity": "Opened",
            "actor": "agent 7", "channel": "phone", "correlationid": "c1", "causationid": "c0",
            "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "schemaversion": 3, "data": {"a": 1}
            """);
        candidate.OccurredAt.ShouldBe(new DateTimeOffset(2025, 3, 1, 9, 0, 0, TimeSpan.Zero).AddTicks(1_234_560));
        candidate.Customer.ShouldBe([new Identifier("crm", "42"), new Identifier("email", "ann@example.org")]);
        candidate.Account.ShouldBe([new Identifier("crm", "acme")]);
        (candidate.Process, candidate.CaseId, candidate.Activity).ShouldBe(("incident", "INC1", "Opened"));
        (candidate.Actor, candidate.Channel, candidate.Subject).ShouldBe(("agent 7", "phone", "INC1"));
        (candidate.CorrelationId, candidate.CausationId).ShouldBe(("c1", "c0"));
        candidate.TraceParent.ShouldStartWith("00-0af7");
        candidate.SchemaVersion.ShouldBe(3);
        candidate.Extensions.ShouldBeNull();
    }

    [Fact]
    public void Data_is_kept_byte_for_byte()
    {
        const string data = """{ "a" :  [1.0, 1e2,"\u00e9\/é"],"b":null }""";
        Encoding.UTF8.GetString(Read($"\"data\":  {data}  ").Data.Span).ShouldBe(data);
    }

    [Theory]
    [InlineData("""  "data": 5 """, "5")]
    [InlineData("""  "data": "text" """, "\"text\"")]
    [InlineData("""  "data": false """, "false")]
    [InlineData("""  "data": [] """, "[]")]
    [InlineData("""  "data": null """, "")]
    [InlineData("""  "subject": "x" """, "")]
    public void Data_is_any_JSON_value(string members, string expected) =>
        Encoding.UTF8.GetString(Read(members).Data.Span).ShouldBe(expected);

    [Fact]
    public void Bytes_stay_base64_with_their_media_type()
    {
        var candidate = Read("""  "datacontenttype": "image/png", "data_base64": "AAEC" """);
        candidate.DataIsBase64.ShouldBeTrue();
        candidate.DataContentType.ShouldBe("image/png");
        Encoding.UTF8.GetString(candidate.Data.Span).ShouldBe("\"AAEC\"");
    }

    [Fact]
    public void A_slash_escaped_in_base64_is_base64()
    {
        var candidate = Read("""  "data_base64": "\/\/\/\/" """);
        candidate.DataIsBase64.ShouldBeTrue();
        Encoding.UTF8.GetString(candidate.Data.Span).ShouldBe("\"////\"");
    }

    [Theory]
    [InlineData("application/json", null)]
    [InlineData("application/json; charset=utf-8", null)]
    [InlineData("application/vnd.acme+json", null)]
    [InlineData("text/plain", "text/plain")]
    public void A_media_type_is_kept_when_the_data_is_not_JSON(string declared, string? kept) =>
        Read($"\"datacontenttype\": \"{declared}\", \"data\": \"x\"").DataContentType.ShouldBe(kept);

    [Fact]
    public void Other_extensions_are_kept_as_JSON()
    {
        var extensions = Read("""  "flag": true, "count": -7, "word": "a\nb", "gone": null """).Extensions!;
        extensions.ShouldBe(new Dictionary<string, string> { ["flag"] = "true", ["count"] = "-7", ["word"] = "\"a\\nb\"" });
    }

    [Fact]
    public void A_number_as_case_id_reads_as_its_digits() => Read("""  "caseid": 4711 """).CaseId.ShouldBe("4711");

    [Fact]
    public void Names_with_escapes_are_the_same_names() => Read("""  "\u0063aseid": "7" """).CaseId.ShouldBe("7");

    [Fact]
    public void A_type_of_any_spelling_is_kept_as_it_came() =>
        CloudEventJson.Read("""{"specversion":"1.0","id":"1","source":"s","type":"Com.Example/Größe v2"}"""u8.ToArray())
            .Candidate!.Type.ShouldBe("Com.Example/Größe v2");

    [Theory]
    [InlineData("""  "time": "2025-02-30T00:00:00Z" """, RejectionCodes.BadTime)]
    [InlineData("""  "time": "0001-01-01T00:00:00Z" """, RejectionCodes.BadTime)]
    [InlineData("""  "time": 5 """, RejectionCodes.BadAttribute)]
    [InlineData("""  "customer": "Email:a" """, RejectionCodes.BadCustomer)]
    [InlineData("""  "customer": "email:" """, RejectionCodes.BadCustomer)]
    [InlineData("""  "customer": "crm:1," """, RejectionCodes.BadCustomer)]
    [InlineData("""  "customer": 5 """, RejectionCodes.BadCustomer)]
    [InlineData("""  "account": "nonsense" """, RejectionCodes.BadAccount)]
    [InlineData("""  "time": "" """, RejectionCodes.BadTime)]
    [InlineData("""  "caseid": true """, RejectionCodes.BadAttribute)]
    [InlineData("""  "actor": "a\u0000b" """, RejectionCodes.BadAttribute)]
    [InlineData("""  "actor": "\ud800" """, RejectionCodes.BadAttribute)]
    [InlineData("""  "actor": "a\tb" """, RejectionCodes.BadAttribute)]
    [InlineData("""  "schemaversion": 0 """, RejectionCodes.BadAttribute)]
    [InlineData("""  "schemaversion": "two" """, RejectionCodes.BadAttribute)]
    [InlineData("""  "dataschema": "relative/only" """, RejectionCodes.BadAttribute)]
    [InlineData("""  "ext": 1.5 """, RejectionCodes.BadAttribute)]
    [InlineData("""  "ext": 3000000000 """, RejectionCodes.BadAttribute)]
    [InlineData("""  "ext": {} """, RejectionCodes.BadAttribute)]
    [InlineData("""  "ext": "\u0000" """, RejectionCodes.BadAttribute)]
    [InlineData("""  "my_ext": "x" """, RejectionCodes.BadAttribute)]
    [InlineData("""  "": "x" """, RejectionCodes.BadAttribute)]
    [InlineData("""  "id": "again" """, RejectionCodes.DuplicateAttribute)]
    [InlineData("""  "ext": 1, "ext": 1 """, RejectionCodes.DuplicateAttribute)]
    [InlineData("""  "ext": null, "ext": 1 """, RejectionCodes.DuplicateAttribute)]
    [InlineData("""  "data": 1, "data": 1 """, RejectionCodes.DuplicateAttribute)]
    [InlineData("""  "data": 1, "data_base64": "" """, RejectionCodes.DataTwice)]
    [InlineData("""  "data_base64": "A?==" """, RejectionCodes.BadBase64)]
    [InlineData("""  "data_base64": {} """, RejectionCodes.BadBase64)]
    [InlineData("""  "data": {"a":{"b":1,"\u0062":2}} """, RejectionCodes.DataDuplicateKey)]
    [InlineData("""  "data": ["\u0000"] """, RejectionCodes.DataNul)]
    [InlineData("""  "data": {"\udc00":1} """, RejectionCodes.DataLoneSurrogate)]
    [InlineData("""  "data": 1e1001 """, RejectionCodes.DataBadNumber)]
    public void What_breaks_a_rule_is_rejected_with_its_code_and_named(string members, string code)
    {
        var result = CloudEventJson.Read(Event(members));
        result.Code.ShouldBe(code, result.Reason);
        result.Reason.ShouldNotBeNullOrWhiteSpace();
        (result.Id, result.Source).ShouldBe(("1", "/test"));
    }

    [Theory]
    [InlineData("", RejectionCodes.BadJson)]
    [InlineData("{", RejectionCodes.BadJson)]
    [InlineData("{} {}", RejectionCodes.BadJson)]
    [InlineData("{\"id\":}", RejectionCodes.BadJson)]
    [InlineData("{\"data\":[}", RejectionCodes.BadJson)]
    [InlineData("[]", RejectionCodes.NotAnObject)]
    [InlineData("5", RejectionCodes.NotAnObject)]
    [InlineData("{}", RejectionCodes.MissingAttribute)]
    [InlineData("{\"specversion\":null}", RejectionCodes.MissingAttribute)]
    [InlineData("{\"specversion\":\"0.3\"}", RejectionCodes.BadSpecVersion)]
    [InlineData("""{"specversion":"1.0","id":" ","source":"s","type":"t"}""", RejectionCodes.BadAttribute)]
    [InlineData("""{"specversion":"1.0","id":"1","source":"not a uri","type":"t"}""", RejectionCodes.BadAttribute)]
    [InlineData("""{"specversion":"1.0","id":null,"source":"s","type":"t"}""", RejectionCodes.MissingAttribute)]
    public void What_is_no_event_is_rejected(string json, string code) =>
        CloudEventJson.Read(Encoding.UTF8.GetBytes(json)).Code.ShouldBe(code);

    [Fact]
    public void Octets_that_are_not_UTF8_are_rejected_wherever_they_stand()
    {
        foreach (var place in new[] { "subject", "data", "ext" })
        {
            var json = Event($"\"{place}\": \"?\"");
            json.Span[json.Span.LastIndexOf((byte)'?')] = 0xFF;
            CloudEventJson.Read(json).Candidate.ShouldBeNull(place);
        }
        CloudEventJson.Read(new byte[] { (byte)'{', (byte)'"', 0xC0, 0x80, (byte)'"', (byte)':', (byte)'1', (byte)'}' }).Candidate.ShouldBeNull();
    }

    [Fact]
    public void Lengths_have_limits()
    {
        CloudEventJson.Read(Event($"\"caseid\": \"{new string('x', 512)}\"")).Code.ShouldBeNull();
        CloudEventJson.Read(Event($"\"caseid\": \"{new string('x', 513)}\"")).Code.ShouldBe(RejectionCodes.BadAttribute);
        CloudEventJson.Read(Event($"\"ext\": \"{new string('x', 5000)}\"")).Code.ShouldBe(RejectionCodes.BadAttribute);
        CloudEventJson.Read(Event($"\"data\": \"{new string('x', 5000)}\""), 4096).Code.ShouldBe(RejectionCodes.DataTooLarge);
        CloudEventJson.Read(Event(string.Join(",", Enumerable.Range(0, 65).Select(i => $"\"ext{i}\": 1")))).Code.ShouldBe(RejectionCodes.BadAttribute);
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over() =>
        CloudEventJson.Read(new byte[] { 0xEF, 0xBB, 0xBF }.Concat(Event("\"data\":1").ToArray()).ToArray()).Code.ShouldBeNull();

    private static EventCandidate Read(string members)
    {
        var result = CloudEventJson.Read(Event(members));
        result.Reason.ShouldBeNull();
        return result.Candidate!;
    }

    private static Memory<byte> Event(string members) =>
        Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"1","source":"/test","type":"ticket.opened",{{members}}}""");
}
