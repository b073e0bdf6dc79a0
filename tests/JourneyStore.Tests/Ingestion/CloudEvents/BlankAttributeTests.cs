using System.Text;
using System.Text.Json;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;
using JourneyStore.Ingestion.CloudEvents;

namespace JourneyStore.Tests.Ingestion.CloudEvents;

/// <summary>Blank is absent and padding is nothing, in every mode in which an event comes.</summary>
public sealed class BlankAttributeTests
{
    private static readonly string[] Blanks = ["", " ", "   ", "\u00A0", "\u3000\u2003", "\u200B", "\uFEFF", "\t"];

    public static TheoryData<string, string> EveryModeAndOptionalAttribute()
    {
        var all = new TheoryData<string, string>();
        foreach (var mode in (string[])["binary", "structured", "batch"])
            foreach (var name in (string[])["process", "caseid", "activity", "actor", "channel", "correlationid", "causationid", "traceparent", "customer", "account"])
                all.Add(mode, name);
        return all;
    }

    [Theory, MemberData(nameof(EveryModeAndOptionalAttribute))]
    public void A_blank_attribute_is_absent(string mode, string name)
    {
        foreach (var blank in Blanks)
        {
            var result = Read(mode, (name, blank));
            result.Reason.ShouldBeNull();
            Value(result.Candidate!, name).ShouldBeNull();
        }
    }

    [Theory, MemberData(nameof(EveryModeAndOptionalAttribute))]
    public void Padding_around_an_attribute_is_nothing(string mode, string name)
    {
        var value = name is "customer" or "account" ? "crm:a b" : "a b";
        foreach (var blank in Blanks) Value(Read(mode, (name, blank + value + blank)).Candidate!, name).ShouldBe(value);
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("structured")]
    [InlineData("batch")]
    public void A_customer_is_the_same_however_padded_and_a_blank_value_is_refused(string mode)
    {
        foreach (var blank in Blanks)
        {
            var candidate = Read(mode, ("customer", $"{blank}email{blank}:{blank}ann@example.org{blank},{blank}crm:1{blank},crm:{blank}1")).Candidate!;
            candidate.Customer.ShouldBe([new Identifier("email", "ann@example.org"), new Identifier("crm", "1")]);
            foreach (var list in (string[])[$"email:{blank}", $"crm:1,email:{blank}", "crm:1,email:%20%20", $"crm:1,{blank}"])
                Read(mode, ("customer", list)).Code.ShouldBe(RejectionCodes.BadCustomer);
        }
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("structured")]
    [InlineData("batch")]
    public void What_CloudEvents_asks_for_is_bare_and_refused_when_blank(string mode)
    {
        foreach (var blank in Blanks)
        {
            var result = Read(mode, ("id", $"{blank}7{blank}"), ("type", $"{blank}note.added{blank}"), ("time", $"{blank}2025-03-01T10:00:00Z{blank}"));
            (result.Candidate!.Id, result.Candidate.Type, result.Id).ShouldBe(("7", "note.added", "7"));
            Read(mode, ("id", blank)).Code.ShouldBe(RejectionCodes.BadAttribute);
            Read(mode, ("type", blank)).Code.ShouldBe(RejectionCodes.BadAttribute);
            Read(mode, ("time", blank)).Code.ShouldBe(RejectionCodes.BadTime);
            Read(mode, ("subject", blank)).Code.ShouldBe(RejectionCodes.BadAttribute);
            Read(mode, ("dataschema", blank)).Code.ShouldBe(RejectionCodes.BadAttribute);
            Read(mode, ("subject", $"{blank}s{blank}")).Candidate!.Subject.ShouldBe("s");
            Read(mode, ("dataschema", $"{blank}https://example.org/s{blank}")).Candidate!.DataSchema.ShouldBe("https://example.org/s");
        }
    }

    private static CloudEventResult Read(string mode, params (string Name, string Text)[] attributes)
    {
        var all = new Dictionary<string, string> { ["specversion"] = "1.0", ["id"] = "1", ["source"] = "/test", ["type"] = "note.added" };
        foreach (var (name, text) in attributes) all[name] = text;
        if (mode == "binary")
            return CloudEventHeaders.Read(all.Select(one => KeyValuePair.Create($"ce-{one.Key}", one.Value.Replace("%", "%25"))), null, default);
        var json = JsonSerializer.SerializeToUtf8Bytes(all);
        return mode == "structured" ? CloudEventJson.Read(json) : CloudEventBatch.Read((byte[])[.. "["u8, .. json, .. "]"u8], 10, 10_000).Events.Single();
    }

    private static string? Value(EventCandidate candidate, string name) => name switch
    {
        "process" => candidate.Process,
        "caseid" => candidate.CaseId,
        "activity" => candidate.Activity,
        "actor" => candidate.Actor,
        "channel" => candidate.Channel,
        "correlationid" => candidate.CorrelationId,
        "causationid" => candidate.CausationId,
        "traceparent" => candidate.TraceParent,
        "customer" => Written(candidate.Customer),
        _ => Written(candidate.Account),
    };

    private static string? Written(IReadOnlyList<Identifier> identifiers) => identifiers.Count == 0 ? null : string.Join(",", identifiers);
}
