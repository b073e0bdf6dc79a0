using System.Text;
using System.Text.Json;
using JourneyStore.Events;
using JourneyStore.Ingestion.CloudEvents;
using JourneyStore.Reactions;

namespace JourneyStore.Tests.Reactions;

/// <summary>What a webhook posts can be read as the event that it is.</summary>
public sealed class WebhookBodyTests
{
    private static readonly JourneyEvent Full = new()
    {
        Position = 9_007_199_254_740_993, Tenant = "acme", Customer = "c-1", Version = 4, Source = "urn:desk", Id = "e,1", Type = "complaint.filed",
        OccurredAt = new DateTimeOffset(2026, 3, 1, 10, 0, 0, 123, TimeSpan.Zero),
        RecordedAt = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero),
        Identifiers = [new Identifier("id", "c-1"), new Identifier("email", "a,b%@example.org")], Account = [new Identifier("crm", "77")],
        Process = "complaints", CaseId = "K-1", Activity = "Filed", Actor = "Jo", Channel = "phone", CorrelationId = "co", CausationId = "ca", SchemaVersion = 2,
        Data = Encoding.UTF8.GetBytes("""{"subject":"größer <b>","amount":1.10}"""),
    };

    [Fact]
    public void It_is_a_CloudEvent_that_our_own_reader_reads_back_with_every_attribute()
    {
        var read = CloudEventJson.Read(WebhookBody.Write(Full));
        read.Reason.ShouldBeNull();
        var candidate = read.Candidate!;
        (candidate.Source, candidate.Id, candidate.Type, candidate.OccurredAt).ShouldBe((Full.Source, Full.Id, Full.Type, Full.OccurredAt));
        candidate.Customer.ShouldBe([new Identifier("id", "c-1"), new Identifier("email", "a,b%@example.org")]);
        candidate.Account.ShouldBe(Full.Account);
        (candidate.Process, candidate.CaseId, candidate.Activity, candidate.Actor, candidate.Channel).ShouldBe(("complaints", "K-1", "Filed", "Jo", "phone"));
        (candidate.CorrelationId, candidate.CausationId, candidate.SchemaVersion).ShouldBe(("co", "ca", 2));
        candidate.Data.Span.SequenceEqual(Full.Data.Span).ShouldBeTrue();
    }

    [Fact]
    public void It_says_where_and_since_when_we_have_it_and_leaves_out_what_there_is_not()
    {
        using var full = JsonDocument.Parse(WebhookBody.Write(Full));
        full.RootElement.GetProperty("position").GetString().ShouldBe("9007199254740993");
        full.RootElement.GetProperty("recordedtime").GetDateTimeOffset().ShouldBe(Full.RecordedAt);

        using var bare = JsonDocument.Parse(WebhookBody.Write(Full with
        {
            Identifiers = [], Account = [], Process = null, CaseId = null, Activity = null, Actor = null, Channel = null, CorrelationId = null,
            CausationId = null, SchemaVersion = 1, Data = default,
        }));
        bare.RootElement.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["specversion", "id", "source", "type", "time", "recordedtime", "position", "customer"]);
        bare.RootElement.GetProperty("customer").GetString().ShouldBe("id:c-1");
    }

    [Fact]
    public void Without_an_address_a_webhook_takes_no_part_and_wants_nothing()
    {
        var none = new Webhook(new WebhookOptions { Types = ["sla.breached"] }, TimeProvider.System);
        (none.Address, none.Types.Count).ShouldBe((null, 0));
        foreach (var bad in (Uri[])[new Uri("/hook", UriKind.Relative), new Uri("ftp://example.org")])
            Should.Throw<ArgumentException>(() => new Webhook(new WebhookOptions { Address = bad }, TimeProvider.System));
    }
}
