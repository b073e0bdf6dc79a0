using System.Text.Json;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Projections;
using JourneyStore.Events.Identity;

namespace JourneyStore.Tests.Engine.Projections;

public sealed class RowJsonTests
{
    [Fact]
    public void A_row_is_written_in_the_order_in_which_it_is_kept_and_read_in_any()
    {
        var row = new Row { Customer = "c", At = "noon", Name = "n", Count = 2, Inner = new Part { Zone = "z", B = 1 } };
        var written = JsonSerializer.Serialize(row, RowJson.Options);
        written.ShouldBe("""{"at":"noon","name":"n","count":2,"inner":{"b":1,"zone":"z"},"customer":"c"}""");
        JsonSerializer.Deserialize<Row>(written, RowJson.Options).ShouldBe(row);
        JsonSerializer.Deserialize<Row>(JsonSerializer.Serialize(row, ViewJson.Options), RowJson.Options).ShouldBe(row);
    }

    public static TheoryData<string> Readers => ["rows", "documents"];

    [Theory, MemberData(nameof(Readers))]
    public void A_property_given_twice_in_different_case_is_refused_whatever_the_order(string reader)
    {
        foreach (var json in (string[])["""{"customer":"a","Customer":"b"}""", """{"CUSTOMER":"b","customer":"a"}""", """{"customer":"a","inner":{"b":1,"B":2}}"""])
            Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Row>(json, Of(reader)), json);
        JsonSerializer.Deserialize<Row>("""{"CUSTOMER":"a","weather":1,"Weather":2}""", Of(reader)).ShouldBe(new Row { Customer = "a" }, "what nobody documented is let through");
    }

    [Theory, MemberData(nameof(Readers))]
    public void Words_that_are_keys_are_told_apart_by_case(string reader)
    {
        JsonSerializer.Deserialize<Dictionary<string, int>>("""{"Mail":1,"mail":2}""", Of(reader)).ShouldBe(new Dictionary<string, int> { ["Mail"] = 1, ["mail"] = 2 });
        JsonSerializer.Deserialize<JsonElement>("""{"Mail":1,"mail":2}""", Of(reader)).GetProperty("mail").GetInt32().ShouldBe(2);
    }

    [Fact]
    public void An_event_read_through_Marten_is_read_by_the_rule_of_the_catalogue()
    {
        var json = """{"tier":"platinum","Tier":"standard"}""";
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<CustomerIdentified>(json, RowJson.Documents));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<CustomerIdentified>(json, EventJson.Options));
    }

    private static JsonSerializerOptions Of(string reader) => reader == "rows" ? RowJson.Options : RowJson.Documents;

    private sealed record Row
    {
        public required string Customer { get; init; }

        public string? Name { get; init; }

        public string? At { get; init; }

        public int Count { get; init; }

        public Part? Inner { get; init; }
    }

    private sealed record Part
    {
        public string? Zone { get; init; }

        public int B { get; init; }
    }
}
