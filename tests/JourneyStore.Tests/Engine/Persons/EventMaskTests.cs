using System.Text;
using System.Text.Json.Nodes;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Persons;
using JourneyStore.Events;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Service;

namespace JourneyStore.Tests.Engine.Persons;

/// <summary>What is left of an event when a person is erased.</summary>
public sealed class EventMaskTests
{
    private static readonly EventCatalog Catalog = EventCatalog.Discover(typeof(EventCatalog).Assembly);
    private static readonly NamePattern Ann = NamePattern.Of([], ["email:ann@example.org", "crm:77"]);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Events", "Fixtures");

    public static TheoryData<string, int> EveryTypeAndVersion()
    {
        var all = new TheoryData<string, int>();
        foreach (var type in Catalog.Types)
            for (var version = 1; version <= type.Version; version++) all.Add(type.Name, version);
        return all;
    }

    [Theory, MemberData(nameof(EveryTypeAndVersion))]
    public void Every_type_still_reads_without_what_is_personal_and_masking_it_again_changes_nothing(string type, int version)
    {
        var data = File.ReadAllBytes(Path.Combine(Folder, $"{type}.v{version}.json"));
        var masked = Mask(StoredType.Of(type, version), Headers(version == 1 ? "" : $",\"schemaVersion\":{version}"), data);
        Catalog.TryFind(type, out var info).ShouldBeTrue();
        masked.Type.ShouldBe(StoredType.Of(type, info!.Version));
        Catalog.TryRead(type, info.Version, masked.Data, out var body, out var problem).ShouldBeTrue(problem);
        body.ShouldNotBeNull();
        var again = Mask(masked.Type, masked.Headers, masked.Data);
        Text(again.Data).ShouldBe(Text(masked.Data));
        Text(again.Headers).ShouldBe(Text(masked.Headers));
    }

    [Fact]
    public void Of_a_known_type_goes_what_is_marked_and_what_its_record_does_not_know_and_the_rest_stays()
    {
        var masked = Mask(
            "ticket.opened", Headers(""),
            Encoding.UTF8.GetBytes("""{"subject":"Ann's router","priority":3,"category":"network of ann@example.org","assignee":"Kim","own":"free"}"""));
        Catalog.TryRead("ticket.opened", 1, masked.Data, out var body, out _).ShouldBeTrue();
        body.ShouldBe(new TicketOpened { Priority = "3", Category = "network of erased", Assignee = "Kim" });
        Text(masked.Data).ShouldNotContain("free");
    }

    [Fact]
    public void Of_a_type_outside_the_catalogue_all_data_goes()
    {
        var masked = Mask("thing.happened", Headers(",\"dataBase64\":true,\"dataContentType\":\"image/png\""), "\"QW5u\""u8.ToArray());
        Text(masked.Data).ShouldBe("{}");
        EventHeaders.Read(masked.Headers, "thing.happened", DateTimeOffset.UnixEpoch, masked.Data)
            .ShouldSatisfyAllConditions(left => left.Data.IsEmpty.ShouldBeTrue(), left => left.DataIsBase64.ShouldBeFalse());
    }

    [Fact]
    public void Of_the_envelope_stays_what_groups_events_and_says_nothing_of_anybody()
    {
        var candidate = new EventCandidate
        {
            Source = "urn:desk:ann@example.org", Id = "ann@example.org-1", Type = "ticket.opened",
            Customer = [new Identifier("email", "ann@example.org"), new Identifier("id", "0195")], Account = [new Identifier("org", "acme")],
            Process = "incident", CaseId = "T-77", Activity = "open", Actor = "ann", Channel = "phone", Subject = "Ann", TraceParent = "00-1",
            Extensions = new Dictionary<string, string> { ["who"] = "\"Ann\"" },
        };
        var headers = EventHeaders.Write(
            candidate, DateTimeOffset.UnixEpoch, EventKey.OfCase("t", "incident", "T-77"), EventFingerprint.Of(candidate), isFree: false, withLinks: false);
        var masked = new EventMask(Catalog, Ann).Of("ticket.opened", headers, "{}"u8.ToArray(), "call of ANN@example.org", "crm:77");
        var left = EventHeaders.Read(masked.Headers, "ticket.opened", DateTimeOffset.UnixEpoch, masked.Data);
        left.Customer.ShouldBe([new Identifier("id", "0195")]);
        (left.Process, left.CaseId, left.Activity, left.Channel).ShouldBe(("incident", "T-77", "open", "phone"));
        (left.Source, left.Id, masked.CorrelationId, masked.CausationId).ShouldBe(("urn:desk:erased", "erased-1", "call of erased", "erased"));
        (left.Actor, left.Subject, left.TraceParent, left.Extensions, left.Account.Count).ShouldBe((null, null, null, null, 0));
        EventHeaders.Fingerprint(masked.Headers).ShouldBeNull();
        JsonNode.Parse(masked.Headers)!["case"]!.GetValue<Guid>().ShouldBe(EventKey.OfCase("t", "incident", "T-77")!.Value);
        EventHeaders.OccurredAt(masked.Headers).ShouldBe(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public void An_older_shape_becomes_the_newest()
    {
        var masked = Mask("survey.answered", Headers(""), """{"score":3,"comment":"Ann was here"}"""u8.ToArray());
        masked.Type.ShouldBe("survey.answered_v2");
        JsonNode.Parse(masked.Headers)!["schemaVersion"]!.GetValue<int>().ShouldBe(2);
        Catalog.TryRead("survey.answered", 2, masked.Data, out var body, out _).ShouldBeTrue();
        body.ShouldBe(new SurveyAnswered { Score = 3, Scale = 10 });
    }

    [Fact]
    public void An_event_that_came_past_the_intake_is_masked_too()
    {
        var masked = Mask("thing.happened", [], """{"name":"Ann"}"""u8.ToArray());
        (Text(masked.Data), Text(masked.Headers)).ShouldBe(("{}", """{"erased":true}"""));
    }

    [Fact]
    public void A_demanded_property_is_blanked_and_one_that_cannot_be_is_refused_at_the_start()
    {
        var own = EventCatalog.Of(typeof(Met));
        var left = own.WithoutPersonal("own.met", 1, """{"name":"Ann","age":41,"tags":["x"],"at":{"street":"Elm","town":"Ulm"}}"""u8, out _);
        JsonNode.DeepEquals(left, JsonNode.Parse("""{"name":"erased","age":0,"tags":[],"at":{"town":"Ulm"}}""")).ShouldBeTrue(left!.ToJsonString());
        Should.Throw<InvalidOperationException>(() => EventCatalog.Of(typeof(Born))).Message.ShouldContain("'on' is marked as personal and is demanded");
    }

    private static MaskedEvent Mask(string type, byte[] headers, byte[] data) => new EventMask(Catalog, Ann).Of(type, headers, data, null, null);

    private static byte[] Headers(string more) => Encoding.UTF8.GetBytes($$"""{"at":1,"id":"1","print":"00","source":"urn:x","customer":["email:ann@example.org"]{{more}}}""");

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);

    [EventType("own.met")]
    private sealed record Met : IEventBody
    {
        [Personal]
        public required string Name { get; init; }

        [Personal]
        public int Age { get; init; }

        [Personal]
        public IReadOnlyList<string> Tags { get; init; } = [];

        public Place? At { get; init; }

        public string Title => "Met";
    }

    private sealed record Place([property: Personal] string? Street, string? Town);

    [EventType("own.born")]
    private sealed record Born : IEventBody
    {
        [Personal]
        public DateTimeOffset On { get; init; }

        public string Title => "Born";
    }
}
