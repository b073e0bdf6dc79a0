using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Engine.Projections;
using JourneyStore.Events;

namespace JourneyStore.Tests.Engine.Intake.Checks;

public sealed class EventFingerprintTests
{
    private static readonly EventCandidate Event = new()
    {
        Id = "1", Source = "/s", Type = "ticket.opened", OccurredAt = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero),
        Customer = [new Identifier("crm", "7"), new Identifier("email", "ann@example.org")], Account = [new Identifier("crm", "acme")],
        Process = "incident", CaseId = "INC1", Activity = "Open", Actor = "Ann", Channel = "web",
        Data = """{"subject":"No network","priority":3,"tags":["a","b"],"more":{"x":1,"yy":null}}"""u8.ToArray(),
    };

    [Fact]
    public void The_form_is_for_ever() => EventFingerprint.Written(EventFingerprint.Of(Event)).ShouldBe("729b37589c7a3880f8376efded6739d1");

    [Fact]
    public void Whatever_an_event_says_otherwise_makes_it_another()
    {
        EventCandidate[] others =
        [
            Event with { Type = "ticket.closed" }, Event with { OccurredAt = null }, Event with { OccurredAt = Event.OccurredAt!.Value.AddMicroseconds(1) },
            Event with { Customer = [new Identifier("crm", "7")] }, Event with { Customer = [] }, Event with { Account = [] },
            Event with { Customer = Event.Account, Account = Event.Customer },
            Event with { Process = "request" }, Event with { CaseId = "INC2" }, Event with { CaseId = null }, Event with { Activity = "Reopen" },
            Event with { Actor = "Bob" }, Event with { Actor = null }, Event with { Channel = "phone" }, Event with { Channel = null, Actor = "web" },
            Event with { SchemaVersion = 2 }, Event with { Data = default }, Event with { DataIsBase64 = true },
            .. ((string[])
            [
                """{"subject":"No network","priority":4,"tags":["a","b"],"more":{"x":1,"yy":null}}""",
                """{"subject":"No network","priority":"3","tags":["a","b"],"more":{"x":1,"yy":null}}""",
                """{"subject":"No network","priority":3,"tags":["b","a"],"more":{"x":1,"yy":null}}""",
                """{"subject":"No network","priority":3,"tags":["a","b"],"more":{"x":1}}""",
                """{"subject":"No network","priority":3,"tags":["ab"],"more":{"x":1,"yy":null}}""",
                """{"Subject":"No network","priority":3,"tags":["a","b"],"more":{"x":1,"yy":null}}""",
                """{"subject":"No network","priority":3,"tags":["a","b"],"x":1,"more":{"yy":null}}""",
                """{"subject":"No network ","priority":-3,"tags":[],"more":{}}""", "null", "[]", "\"\"", "0", "false", "true",
            ]).Select(data => Event with { Data = Encoding.UTF8.GetBytes(data) }),
        ];
        others.Append(Event).Select(EventFingerprint.Of).ShouldBeUnique();
    }

    [Fact]
    public void What_differs_between_two_sendings_of_one_event_does_not()
    {
        EventCandidate[] same =
        [
            Event with { Id = "2", Source = "/other" }, Event with { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
            Event with { CorrelationId = "c", CausationId = "d" },
            Event with { Subject = "s", DataSchema = "https://example.org/s", Extensions = new Dictionary<string, string> { ["x"] = "1" } },
            Event with { Customer = [.. Event.Customer.Reverse()] }, Event with { Customer = [.. Event.Customer, Event.Customer[0]] },
            Event with { OccurredAt = Event.OccurredAt!.Value.ToOffset(TimeSpan.FromHours(2)) },
            Event with { OccurredAt = Event.OccurredAt!.Value.AddTicks(9) },
        ];
        foreach (var one in same) EventFingerprint.Of(one).ShouldBe(EventFingerprint.Of(Event));
        Of("{}").ShouldBe(EventFingerprint.Of(Event with { Data = default }));
    }

    [Theory]
    [InlineData("""{"a":1,"bb":{"c":[1,2],"d":"x"}}""", """ { "bb" : {"d":"x", "c":[1,2]} , "a" : 1 } """)]
    [InlineData("\"Grüße / \\\"x\\\" 😀\"", "\"Gr\\u00fc\\u00dfe \\/ \\u0022x\\u0022 \\ud83d\\ude00\"")]
    [InlineData("""{"é":1}""", """{"\u00e9":1}""")]
    [InlineData("[100]", "[1e2]")]
    [InlineData("[100]", "[100.00]")]
    [InlineData("[100]", "[1.0E+2]")]
    [InlineData("[0.015]", "[1.50e-2]")]
    [InlineData("[0]", "[-0.0e5]")]
    [InlineData("[-12.5]", "[-125e-1]")]
    [InlineData("[123456789012345678901234567890]", "[12345678901234567890123456789e1]")]
    public void Data_counts_by_what_it_says(string data, string written) => Of(written).ShouldBe(Of(data));

    [Theory]
    [InlineData("[123456789012345678901234567890]", "[123456789012345678901234567891]")]
    [InlineData("[0.1]", "[0.10000000000000000000000000001]")]
    [InlineData("[1]", "[10]")]
    [InlineData("[1,2]", "[12]")]
    [InlineData("""{"a":"b"}""", """["a","b"]""")]
    [InlineData("""[["a"],"b"]""", """[["a","b"]]""")]
    public void And_by_all_of_it(string data, string other) => Of(other).ShouldNotBe(Of(data));

    [Fact]
    public void What_comes_back_from_a_database_of_JSON_is_the_same_event()
    {
        for (var seed = 1u; seed <= 500; seed++)
        {
            var json = new Chooser(seed).Value(0)!.ToJsonString();
            var stored = Stored(JsonNode.Parse(PlainNumbers.Of(Encoding.UTF8.GetBytes(json)).Span))?.ToJsonString(Relaxed) ?? "null";
            Of(stored).ShouldBe(Of(json), $"{json} came back as {stored}");
        }
    }

    [Fact]
    public void It_is_written_in_32_digits() => EventFingerprint.Written(1).ShouldBe("00000000000000000000000000000001");

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static UInt128 Of(string data) => EventFingerprint.Of(Event with { Data = Encoding.UTF8.GetBytes(data) });

    /// <summary>The value as a <c>jsonb</c> gives it back.</summary>
    private static JsonNode? Stored(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, JsonbOrder.Names)
            .Select(member => KeyValuePair.Create(member.Key, Stored(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Stored)]),
        _ => value?.DeepClone(),
    };

    /// <summary>Values of every kind, the same for the same seed.</summary>
    private sealed class Chooser(uint seed)
    {
        private static readonly string[] Texts = ["", "a", "Größe", "\"\\/\b", "😀", "zz", "Aa", "aA", "b1", "b10"];
        private static readonly string[] Numbers = ["0", "-0", "-0.0", "1", "1.0", "1e2", "1E-3", "12.50", "-7", "99999999999999999999", "0.1e1"];

        public JsonNode? Value(int depth) => Next(depth < 4 ? 7 : 4) switch
        {
            0 => JsonValue.Create(Texts[Next(Texts.Length)]),
            1 => JsonNode.Parse(Numbers[Next(Numbers.Length)]),
            2 => JsonValue.Create(Next(2) == 0),
            3 => depth == 0 ? new JsonObject() : null,
            4 => new JsonArray([.. Enumerable.Range(0, Next(4)).Select(_ => Value(depth + 1))]),
            _ => new JsonObject(Texts.OrderBy(_ => Next(100)).Take(Next(6)).Select(name => KeyValuePair.Create(name, Value(depth + 1)))),
        };

        private int Next(int below)
        {
            seed = seed * 1_664_525 + 1_013_904_223;
            return (int)((seed >> 8) % (uint)below);
        }
    }
}
