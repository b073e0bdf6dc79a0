using System.Text;
using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

public class OcelLogTests
{
    private const string Map = """
        {
          "format": "ocel", "source": "urn:shop",
          "objects": {
            "customer": { "type": "customers", "via": ["<-places-", "<-comprises-", "-contains->"] },
            "order": { "type": "orders", "via": ["<-comprises-", "-contains->"] },
            "product": { "type": "products", "via": ["-is a->"] }
          },
          "oneEventPer": "customer",
          "customer": [{ "type": "customer", "value": "{customer}" }], "process": "order", "caseId": "{order}",
          "type": { "value": "{@type}", "lookup": { "place order": "order.placed" }, "otherwise": "order.{@slug}" },
          "data": {
            "price": { "value": "{product.price}", "as": "number" }, "orders": { "ids": "order" }, "items": { "count": "order" },
            "note": "{note}", "objects": { "relations": 3 }
          }
        }
        """;

    private const string Objects = """
        "objects": [
          { "id": "ann", "type": "customers", "attributes": [], "relationships": [{ "objectId": "o1", "qualifier": "places" }, { "objectId": "rep", "qualifier": "served by" }] },
          { "id": "bob", "type": "customers", "relationships": [{ "objectId": "o2", "qualifier": "places" }, { "objectId": "rep", "qualifier": "served by" }] },
          { "id": "o1", "type": "orders", "relationships": [{ "objectId": "i1", "qualifier": "comprises" }, { "objectId": "i2", "qualifier": "comprises" }] },
          { "id": "o2", "type": "orders", "relationships": [{ "objectId": "i3", "qualifier": "comprises" }] },
          { "id": "i1", "type": "items", "relationships": [{ "objectId": "lamp", "qualifier": "is a" }] },
          { "id": "i2", "type": "items" }, { "id": "i3", "type": "items" }, { "id": "rep", "type": "employees" },
          { "id": "p1", "type": "packages", "relationships": [{ "objectId": "i1", "qualifier": "contains" }, { "objectId": "i2", "qualifier": "contains" }] },
          { "id": "p2", "type": "packages", "relationships": [{ "objectId": "i2", "qualifier": "contains" }, { "objectId": "i3", "qualifier": "contains" }] },
          { "id": "lamp", "type": "products", "attributes": [
            { "name": "price", "value": 12.5, "time": "2023-06-01T00:00:00+02:00" }, { "name": "price", "value": 10, "time": "1970-01-01T00:00:00Z" } ] }
        ]
        """;

    private static string Event(string id, string type, string time, params string[] objects) =>
        $$"""{ "id": "{{id}}", "type": "{{type}}", "time": "{{time}}", "attributes": [{ "name": "note", "value": "n" }], "relationships": [{{string.Join(",", objects.Select(o => $$"""{ "objectId": "{{o}}", "qualifier": "q" }"""))}}] }""";

    private static Task<List<LogItem>> Of(params string[] events) => Read.Text("x.json", $$"""{ "events": [{{string.Join(",", events)}}], {{Objects}} }""", Map);

    private static string? Customer(EventCandidate e) => e.Customer.Count == 0 ? null : e.Customer[0].Value;

    [Theory]
    [InlineData("o1", "ann")]
    [InlineData("i3", "bob")]
    [InlineData("p1", "ann")]
    [InlineData("bob", "bob")]
    [InlineData("rep", null)]
    [InlineData("lamp", null)]
    [InlineData("never declared", null)]
    public async Task The_customer_is_reached_over_the_links_that_the_map_names_and_over_no_others(string from, string? customer) =>
        Customer((await Of(Event("e", "x", "2023-01-01T00:00:00Z", from))).Events().Single()).ShouldBe(customer);

    [Fact]
    public async Task An_event_of_several_customers_becomes_one_event_each()
    {
        var events = (await Of(Event("e", "send", "2023-01-01T00:00:00Z", "p2"))).Events();
        events.Select(e => (e.Id, Customer(e))).ShouldBe([("e/ann", "ann"), ("e/bob", "bob")], ignoreOrder: true);
    }

    [Fact]
    public async Task An_event_of_several_orders_names_them_all_in_its_data_and_none_as_its_case()
    {
        var two = (await Of(Event("e", "send", "2023-01-01T00:00:00Z", "p2", "ann"))).Events()[0];
        two.CaseId.ShouldBeNull();
        two.DataJson().GetProperty("orders").GetArrayLength().ShouldBe(2);
        (await Of(Event("e", "send", "2023-01-01T00:00:00Z", "p1"))).Events().Single().CaseId.ShouldBe("o1");
    }

    [Theory]
    [InlineData("2023-05-31T21:59:59Z", "10")]
    [InlineData("2023-05-31T22:00:00Z", "12.5")]
    [InlineData("2024-01-01T00:00:00Z", "12.5")]
    [InlineData("1969-01-01T00:00:00Z", null)]
    public async Task An_attribute_has_the_value_that_it_had_when_the_event_happened(string time, string? price)
    {
        var data = (await Of(Event("e", "x", time, "i1"))).Events().Single().DataJson();
        (data.TryGetProperty("price", out var value) ? value.GetRawText() : null).ShouldBe(price);
    }

    [Fact]
    public async Task Relations_are_kept_in_the_data_with_their_types_up_to_the_maps_bound()
    {
        var data = (await Of(Event("e", "x", "2023-01-01T00:00:00Z", "i1", "o1", "nobody", "i2"))).Events().Single().DataJson();
        data.GetProperty("objects").GetRawText().ShouldBe(
            """[{"id":"i1","type":"items","qualifier":"q"},{"id":"o1","type":"orders","qualifier":"q"},{"id":"nobody","qualifier":"q"}]""");
        data.GetProperty("note").GetString().ShouldBe("n");
    }

    [Fact]
    public async Task The_order_of_the_outermost_members_does_not_matter_and_unknown_ones_are_passed_over()
    {
        var e = Event("e", "place order", "2023-01-01T00:00:00Z", "o1");
        var events = await Read.Text("x.json", $$"""{ "meta": { "events": [1, { "a": [] }], "objects": [] }, {{Objects}}, "eventTypes": [[]], "events": [{{e}}] }""", Map);
        var one = events.Events().ShouldHaveSingleItem();
        (one.Id, one.Type, one.Activity, Customer(one), one.CaseId).ShouldBe(("e", "order.placed", "place order", "ann", "o1"));
    }

    [Fact]
    public async Task Elements_longer_than_the_buffer_and_cut_anywhere_are_whole()
    {
        var many = Enumerable.Range(0, 400).Select(i => Event($"e{i}", "x", "2023-01-01T00:00:00Z", [.. Enumerable.Repeat("i1", i)])).ToArray();
        var items = await Of(many);
        items.Rejects().ShouldBeEmpty();
        items.Events().Select(e => e.Id).ShouldBe(Enumerable.Range(0, 400).Select(i => $"e{i}"));
        items.Events().ShouldAllBe(e => e.Id == "e0" || e.CaseId == "o1");
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_json_but_is_read_over()
    {
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes($$"""{ {{Objects}}, "events": [{{Event("e", "x", "2023-01-01T00:00:00Z", "o1")}}] }""")];
        (await Read.Bytes("x.json", bytes, Read.Map(Map))).Events().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_event_without_an_id_a_type_or_a_time_is_a_reject_and_the_next_is_read()
    {
        var items = await Of("""{ "id": "a" }""", "17", """{ "id": "b", "type": "x" }""", Event("c", "x", "soon"), Event("d", "x", "2023-01-01T00:00:00Z"));
        items.Rejects().Select(r => r.Code).ShouldBe(["ocel.event", "ocel.event", "time.missing", "time.unreadable"]);
        items.Events().Single().Id.ShouldBe("d");
    }

    [Fact]
    public async Task Json_that_breaks_among_the_events_keeps_those_before()
    {
        var text = $$"""{ {{Objects}}, "events": [{{Event("a", "x", "2023-01-01T00:00:00Z", "o1")}}, { "id": "b", "ty""";
        var items = await Read.Text("x.json", text, Map);
        items.Events().Single().Id.ShouldBe("a");
        items.Rejects().Single().Code.ShouldBe("ocel.broken-json");
    }

    [Fact]
    public async Task Without_its_objects_no_event_is_given_because_it_would_be_kept_unbound_for_ever()
    {
        var text = $$"""{ "events": [{{Event("a", "x", "2023-01-01T00:00:00Z", "o1")}}], "objects": [{ "id": "o1" """;
        (await Read.Text("x.json", text, Map)).ShouldHaveSingleItem().Reject!.Code.ShouldBe("ocel.broken-json");
        var none = $$"""{ "events": [{{Event("a", "x", "2023-01-01T00:00:00Z", "o1")}}] }""";
        (await Read.Text("x.json", none, Map)).ShouldHaveSingleItem().Reject!.Code.ShouldBe("ocel.not-a-log");
    }

    [Theory]
    [InlineData("""{ "ocel:events": {}, "ocel:objects": {} }""", "ocel.not-a-log")]
    [InlineData("[1, 2]", "ocel.broken-json")]
    [InlineData("", "ocel.broken-json")]
    public async Task A_document_that_is_no_ocel_2_is_said_to_be_none(string text, string code) =>
        (await Read.Text("x.json", text, Map)).ShouldHaveSingleItem().Reject!.Code.ShouldBe(code);

    [Theory]
    [InlineData("""{ "ocel:events": { "e1": {} }, "ocel:objects": {} }""", "this is OCEL 1.0: convert it to 2.0")]
    [InlineData("\ufeff  <?xml version=\"1.0\"?><log><events/></log>", "found XML; export the log as JSON")]
    [InlineData("SQLite format 3\0\u0010", "found an SQLite database; export the log as JSON")]
    public async Task A_log_of_another_shape_is_refused_by_its_name_and_with_what_to_do(string text, string says)
    {
        foreach (var map in (string[])[Map, """{ "format": "ocel", "source": "urn:x", "type": "x.y" }"""])
        {
            var reject = (await Read.Text("x.json", text, map)).ShouldHaveSingleItem().Reject!;
            (reject.Code, reject.Reason.Contains(says)).ShouldBe(("ocel.not-a-log", true), reject.Reason);
        }
    }

    [Theory]
    [InlineData("""[{ "name": "amount", "value": "4" }]""", """[{ "name": "price", "value": 5 }]""")]
    [InlineData("""{ "amount": 4 }""", """{ "price": "5" }""")]
    [InlineData("""{ " amount ": "4", "other": null }""", """{ "price": 5 }""")]
    public async Task Attributes_are_a_list_or_the_members_of_an_object(string ofEvent, string ofObject)
    {
        const string map = """
            { "format": "ocel", "source": "urn:x", "type": "x.y", "objects": { "order": "orders" },
              "data": { "amount": { "value": "{amount}", "as": "number" }, "price": { "value": "{order.price}", "as": "number" } } }
            """;
        var log = $$"""
            { "events": [{ "id": "e", "type": "a", "time": "2026-01-05T10:00:00Z", "attributes": {{ofEvent}}, "relationships": [{ "objectId": "o", "qualifier": "x" }] }],
              "objects": [{ "id": "o", "type": "orders", "attributes": {{ofObject}} }] }
            """;
        (await Read.Text("x.json", log, map)).Events().ShouldHaveSingleItem().DataText().ShouldBe("""{"amount":4,"price":5}""");
    }

    [Fact]
    public async Task Where_the_JSON_is_broken_is_counted_from_one()
    {
        const string map = """{ "format": "ocel", "source": "urn:x", "type": "x.y" }""";
        var reason = (await Read.Text("x.json", "{ \"objects\": [],\n  \"events\": [\n    oops\n] }", map)).ShouldHaveSingleItem().Reject!.Reason;
        reason.ShouldContain("nothing behind that place was read: line 3, byte 5: ");
        reason.ShouldNotContain("LineNumber");
    }
}
