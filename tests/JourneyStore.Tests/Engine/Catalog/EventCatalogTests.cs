using System.Text;
using System.Text.Json.Nodes;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;
using JourneyStore.Events.Promises;
using JourneyStore.Events.Service;

namespace JourneyStore.Tests.Engine.Catalog;

public sealed class EventCatalogTests
{
    private static readonly EventCatalog Ours = EventCatalog.Discover(typeof(EventCatalog).Assembly);

    [Fact]
    public void A_type_outside_the_catalogue_is_let_through_without_a_body()
    {
        Ours.TryRead("warehouse.swept", 1, "[1,2]"u8, out var body, out var problem).ShouldBeTrue();
        body.ShouldBeNull();
        problem.ShouldBeNull();
    }

    [Theory]
    [InlineData("ticket.opened", 7, "the one schema version that is known is 1, found 7;")]
    [InlineData("survey.answered", 3, "the schema versions that are known are 1 to 2, found 3;")]
    public void A_version_newer_than_known_is_refused_with_the_versions_that_are(string type, int version, string told)
    {
        var rejection = Ours.Read(type, version, """{"subject":[]}"""u8, out var body)!.Value;
        body.ShouldBeNull();
        rejection.Code.ShouldBe(RejectionCodes.UnknownSchemaVersion);
        rejection.Reason.ShouldStartWith(told);
        Ours.TryRead(type, version, "{}"u8, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_type_outside_the_catalogue_may_have_any_version() => Ours.Read("warehouse.swept", 7, "{}"u8, out _).ShouldBeNull();

    [Fact]
    public void Properties_nobody_knows_are_let_through() =>
        Read<TicketOpened>("ticket.opened", """{"subject":"No heat","weather":{"outside":-3}}""").Subject.ShouldBe("No heat");

    [Fact]
    public void No_data_at_all_is_an_event_without_details() => Read<TicketClosed>("ticket.closed", "").Reason.ShouldBeNull();

    [Fact]
    public void A_priority_may_be_a_number() => Read<TicketOpened>("ticket.opened", """{"priority":3}""").Priority.ShouldBe("3");

    [Fact]
    public void A_time_without_an_offset_is_utc_and_one_with_an_offset_is_brought_to_utc()
    {
        Read<PromiseMade>("promise.made", """{"what":"callback","dueAt":"2026-03-05T09:00:00"}""").DueAt
            .ShouldBe(new DateTimeOffset(2026, 3, 5, 9, 0, 0, TimeSpan.Zero));
        var moved = Read<PromiseMade>("promise.made", """{"what":"callback","dueAt":"2026-03-05T09:00:00+02:00"}""").DueAt!.Value;
        (moved.Offset, moved.Hour).ShouldBe((TimeSpan.Zero, 7));
    }

    [Theory]
    [InlineData("2026-03-05T24:00:00", "2026-03-06T00:00:00.000000")]
    [InlineData("2026-03-05T24:00:00+01:00", "2026-03-05T23:00:00.000000")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999")]
    [InlineData("2016-12-31T23:59:60", "2016-12-31T23:59:59.999999")]
    public void The_end_of_a_day_and_a_leap_second_are_times_in_data_too(string written, string utc) =>
        Read<PromiseMade>("promise.made", $$"""{"what":"callback","dueAt":"{{written}}"}""").DueAt!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff").ShouldBe(utc);

    [Theory]
    [InlineData("promise.made", "{}", "'what' (text) is missing")]
    [InlineData("promise.made", """{"what":null}""", "'what' is text, found null")]
    [InlineData("promise.made", """{"what":"callback","dueAt":"tomorrow"}""", "'dueAt' is a time in ISO 8601, found \"tomorrow\"")]
    [InlineData("survey.answered", """{"score":"nine","scale":10}""", "'score' is a number, found \"nine\"")]
    [InlineData("ticket.reassigned", """{"count":2.5}""", "'count' is a whole number, found 2.5")]
    [InlineData("ticket.reassigned", """{"count":99999999999}""", "'count' is a whole number from -2147483648 to 2147483647, without a point or an exponent, found 99999999999")]
    [InlineData("order.placed", """{"orderId":"1","amount":79228162514264337593543950336}""", "'amount' is a number of at most 7.9e28, found 79228162514264337593543950336")]
    [InlineData("survey.answered", """{"score":1e400,"scale":10}""", "'score' is a number of at most 1.7e308, found 1e400")]
    [InlineData("survey.answered", """{"score":4,"scale":-1e309}""", "'scale' is a number of at most 1.7e308, found -1e309")]
    [InlineData("survey.answered", """{"score":"1e400","scale":10}""", "'score' is a number, found \"1e400\"")]
    [InlineData("survey.answered", """{"score":"NaN","scale":10}""", "'score' is a number, found \"NaN\"")]
    [InlineData("survey.answered", """{"score":"Infinity","scale":10}""", "'score' is a number, found \"Infinity\"")]
    [InlineData("order.placed", """{"orderId":"1","amount":1e400}""", "'amount' is a number of at most 7.9e28, found 1e400")]
    [InlineData("ticket.opened", """{"priority":[1]}""", "'priority' is text, found an array")]
    [InlineData("order.placed", """{"items":[{"sku":1}]}""", "'items[0]' is text, found an object")]
    [InlineData("order.placed", """{"items":"Router"}""", "'items' is an array, found \"Router\"")]
    [InlineData("ticket.opened", "[]", "the data is a JSON object, found an array")]
    [InlineData("ticket.opened", "null", "the data is a JSON object, found null")]
    [InlineData("ticket.opened", "\"text\"", "the data is a JSON object, found \"text\"")]
    public void A_wrong_shape_is_told_by_property_expectation_and_finding(string type, string json, string problem)
    {
        Ours.TryRead(type, type == "survey.answered" ? 2 : 1, Encoding.UTF8.GetBytes(json), out var body, out var told).ShouldBeFalse();
        body.ShouldBeNull();
        told.ShouldBe(problem);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"subject":"\uD800"}""")]
    [InlineData("""{"subject":"a"}trailing""")]
    public void Data_that_is_no_json_text_is_a_problem_and_not_an_exception(string json)
    {
        Ours.TryRead("ticket.opened", 1, Encoding.UTF8.GetBytes(json), out _, out var problem).ShouldBeFalse();
        problem.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Old_data_that_an_upcaster_cannot_read_is_a_problem_and_not_an_exception()
    {
        EventCatalog.Of(typeof(Third), typeof(FirstToSecond), typeof(SecondToThird))
            .TryRead("test.chained", 1, """{"a":"not a number"}"""u8, out _, out var problem).ShouldBeFalse();
        problem.ShouldStartWith("version 1 cannot be read as version 3:");
    }

    [Fact]
    public void A_version_below_one_is_a_problem()
    {
        Ours.TryRead("ticket.opened", 0, "{}"u8, out _, out var problem).ShouldBeFalse();
        problem.ShouldBe("the schema version is 1 or more, found 0");
    }

    [Fact]
    public void A_chain_of_upcasters_reaches_the_newest_version()
    {
        var catalog = EventCatalog.Of(typeof(Third), typeof(FirstToSecond), typeof(SecondToThird));
        foreach (var (version, json) in new[] { (1, """{"a":4}"""), (2, """{"b":5}"""), (3, """{"c":10}""") })
        {
            catalog.TryRead("test.chained", version, Encoding.UTF8.GetBytes(json), out var body, out var problem).ShouldBeTrue(problem);
            body.ShouldBe(new Third { C = 10 });
        }
    }

    [Fact]
    public void A_missing_link_of_the_chain_stops_the_start() =>
        Should.Throw<InvalidOperationException>(() => EventCatalog.Of(typeof(Third), typeof(SecondToThird)))
            .Message.ShouldBe("'test.chained' is at version 3, but nothing reads its version 1 as 2.");

    [Fact]
    public void A_stray_upcaster_stops_the_start() =>
        Should.Throw<InvalidOperationException>(() => EventCatalog.Of(typeof(FirstToSecond))).Message.ShouldContain("no event type needs");

    [Fact]
    public void Two_records_of_one_name_stop_the_start() =>
        Should.Throw<InvalidOperationException>(() => EventCatalog.Of(typeof(Twin), typeof(OtherTwin))).Message.ShouldContain("'test.twin' has two records");

    [Fact]
    public void A_record_without_a_title_stops_the_start() =>
        Should.Throw<InvalidOperationException>(() => EventCatalog.Of(typeof(Untitled))).Message.ShouldContain("is no IEventBody");

    [Fact]
    public void A_name_in_capitals_stops_the_start() =>
        Should.Throw<InvalidOperationException>(() => EventCatalog.Of(typeof(Shouting))).Message.ShouldContain("dotted lower-case");

    [Fact]
    public void Types_are_listed_by_name_with_version_and_summary()
    {
        Ours.Types.Select(t => t.Name).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
        var survey = Ours.Types.Single(t => t.Name == "survey.answered");
        (survey.Version, survey.Summary).ShouldBe((2, "A customer answered a survey."));
        EventCatalog.Of(typeof(Twin)).Types.Single().Summary.ShouldBe("Twin.");
    }

    private static T Read<T>(string type, string json) where T : IEventBody
    {
        Ours.TryRead(type, 1, Encoding.UTF8.GetBytes(json), out var body, out var problem).ShouldBeTrue(problem);
        return body.ShouldBeOfType<T>();
    }

    [EventType("test.chained", Version = 3)]
    private sealed record Third : IEventBody
    {
        public required int C { get; init; }

        public string Title => $"Chained {C}";
    }

    private sealed class FirstToSecond : IUpcaster
    {
        public string EventType => "test.chained";

        public int FromVersion => 1;

        public JsonObject Upcast(JsonObject data) => new() { ["b"] = data["a"]!.GetValue<int>() + 1 };
    }

    private sealed class SecondToThird : IUpcaster
    {
        public string EventType => "test.chained";

        public int FromVersion => 2;

        public JsonObject Upcast(JsonObject data) => new() { ["c"] = data["b"]!.GetValue<int>() * 2 };
    }

    [EventType("test.twin")]
    private sealed record Twin : IEventBody
    {
        public string Title => "Twin";
    }

    [EventType("test.twin")]
    private sealed record OtherTwin : IEventBody
    {
        public string Title => "Other twin";
    }

    [EventType("test.untitled")]
    private sealed record Untitled;

    [EventType("Test.Shouting")]
    private sealed record Shouting : IEventBody
    {
        public string Title => "Shouting";
    }
}
