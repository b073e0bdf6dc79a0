using System.Text;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

public class LogMapTests
{
    [Theory]
    [InlineData("""{ "source": "urn:x", "type": "a.b", "tpye": "x" }""", "$.tpye", "'tpye' is not known here")]
    [InlineData("""{ "type": "a.b" }""", "$", "'source' is required")]
    [InlineData("""{ "source": "", "type": "a.b" }""", "$.source", "empty text")]
    [InlineData("""{ "source": "urn:x" }""", "$", "expected 'type'")]
    [InlineData("""{ "source": "urn:x", "type": 3 }""", "$.type", "expected an object, found 3")]
    [InlineData("""{ "source": "urn:x", "type": "a.b", "format": "excel" }""", "$.format", "csv, xes, ocel")]
    [InlineData("""{ "source": "urn:x", "type": "a.b", "format": "csv" }""", "$", "'time' is required for csv")]
    [InlineData("""{ "source": "urn:x", "type": "a.b", "format": "cloudevents" }""", "$.format", "need no map")]
    [InlineData("""{ "source": "urn:x", "type": "a.b", "time": { "value": "{t}", "zone": "Europe/Atlantis" } }""", "$.time.zone", "Europe/Atlantis")]
    [InlineData("""{ "source": "urn:x", "type": "a.b", "caseId": "{number" }""", "$.caseId", "between { and }")]
    [InlineData("""{ "source": "urn:x", "type": "a.b", "customer": [{ "type": "E Mail", "value": "{m}" }] }""", "$.customer[0].type", "identifier type")]
    [InlineData("""{ "source": "urn:x", "type": "a.b", "data": { "n": { "value": "{n}", "as": "float" } } }""", "$.data.n.as", "string, number, bool, time")]
    [InlineData("""{ "source": "urn:x", "type": "a.b", "csv": { "delimiter": ";;" } }""", "$.csv.delimiter", "one character")]
    [InlineData("""{ "source": "urn:x", "type": "a.b", "csv": { "encoding": "klingon" } }""", "$.csv.encoding", "klingon")]
    [InlineData("""{ "source": "urn:x", "type": "a.b", "oneEventPer": "customer" }""", "$.oneEventPer", "a name from 'objects'")]
    [InlineData("""{ "source": "urn:x", "type": "a.b", "objects": { "c": { "type": "customers", "via": ["places"] } } }""", "$.objects.c.via[0]", "<-qualifier-")]
    [InlineData("""{ "source": "urn:x", "states": { "rules": [] } }""", "$", "'caseId'")]
    [InlineData("""{ "source": "urn:x", "caseId": "{n}", "states": { "rules": [{ "column": "a", "type": "x.y" }] } }""", "$.states.rules[0]", "what 'column' does")]
    [InlineData("""{ "source": "urn:x", "caseId": "{n}", "states": { "rules": [{ "when": "first", "type": "x.y" }, { "when": "later", "type": "z.y" }] } }""", "$.states.rules[1]", "two rules are called 'y'")]
    [InlineData("""{ "source": "urn:x", "caseId": "{n}", "states": { "rules": [{ "when": "first", "type": "x.y", "unless": "z" }] } }""", "$.states.rules[0]", "no rule before this one")]
    [InlineData("""{ "source": "urn:x", "caseId": "{n}", "states": { "initial": { "a": "1" }, "rules": [{ "when": "first", "type": "x.y" }] } }""", "$.states.initial.a", "no rule watches")]
    [InlineData("""{ "source": "urn:x", "type": "a.b", "customer": "me" }""", "$.customer", "expected a list")]
    public void A_map_that_cannot_be_used_says_where_and_why(string json, string path, string words)
    {
        var e = Should.Throw<LogMapException>(() => Read.Map(json));
        e.Path.ShouldBe(path);
        e.Message.ShouldContain(words);
    }

    [Fact]
    public void Text_that_is_no_json_is_a_map_exception_with_the_place() =>
        Should.Throw<LogMapException>(() => Read.Map("{ \"source\": ")).Message.ShouldContain("not JSON");

    [Fact]
    public void A_member_written_twice_is_refused_because_one_of_them_would_be_ignored() =>
        Should.Throw<LogMapException>(() => Read.Map("""{ "source": "a", "source": "b", "type": "x.y" }"""));

    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_allowed()
    {
        byte[] json = [.. Encoding.UTF8.Preamble, .. "{ // why\n \"source\": \"urn:x\", \"type\": \"a.b\", }"u8];
        LogMap.Parse(json).Source.ShouldBe("urn:x");
    }

    [Theory]
    [InlineData("{\n  \"source\": \"urn:x\",\n  bad", "at $: expected a JSON object, found text that is not JSON; line 3, byte 3: ")]
    [InlineData("{ \"source\": 7, \"type\": \"x.y\" }", "at $.source: ")]
    public void What_is_wrong_within_a_map_file_is_said_with_the_file_and_the_place_counted_from_one(string json, string says)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("journey-map-").FullName, "my.json");
        File.WriteAllText(file, json);
        var message = Should.Throw<LogMapException>(() => LogMap.Load(file)).Message;
        message.ShouldStartWith($"map '{file}', {says}");
        message.Split("my.json").Length.ShouldBe(2, "the file is named once");
        message.ShouldNotContain("LineNumber");
    }

    [Fact]
    public void A_map_file_that_is_not_there_is_named_once()
    {
        var message = Should.Throw<LogMapException>(() => LogMap.Load("/nowhere/at-all.json")).Message;
        message.Split("at-all.json").Length.ShouldBe(2);
        message.ShouldStartWith("there is no map file '/nowhere/at-all.json'");
        Should.Throw<LogMapException>(() => LogMap.Load(Path.GetTempPath())).Message.ShouldContain("is a folder");
    }

    [Theory]
    [InlineData("servicenow")]
    [InlineData("helpdesk")]
    [InlineData("bpic2013")]
    [InlineData("running-example")]
    [InlineData("order-management")]
    public void Each_sample_map_is_usable(string name) => LogMap.Load(SharedData.Map(name)).Format.ShouldNotBeNull();
}
