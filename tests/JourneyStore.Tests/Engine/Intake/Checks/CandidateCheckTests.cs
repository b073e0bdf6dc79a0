using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;
using JourneyStore.Ingestion;

namespace JourneyStore.Tests.Engine.Intake.Checks;

public class CandidateCheckTests
{
    private static readonly EventCandidate Good = new() { Id = "1", Source = "app", Type = "ticket.opened", Data = "{}"u8.ToArray() };

    [Fact]
    public void A_plain_event_passes() => CandidateCheck.Check(Good, 100).ShouldBeNull();

    [Fact]
    public void The_rules_hold_for_events_made_in_code()
    {
        Code(Good with { Id = "" }).ShouldBe(RejectionCodes.BadAttribute);
        Code(Good with { Id = null! }).ShouldBe(RejectionCodes.MissingAttribute);
        Code(Good with { Source = " " }).ShouldBe(RejectionCodes.BadAttribute);
        Code(Good with { Type = new string('t', 201) }).ShouldBe(RejectionCodes.BadAttribute);
        Code(Good with { CaseId = "a\0" }).ShouldBe(RejectionCodes.BadAttribute);
        Code(Good with { Actor = "\ud800" }).ShouldBe(RejectionCodes.BadAttribute);
        Code(Good with { SchemaVersion = 0 }).ShouldBe(RejectionCodes.BadAttribute);
        Code(Good with { OccurredAt = default(DateTimeOffset) }).ShouldBe(RejectionCodes.BadTime);
        Code(Good with { Customer = [new Identifier("Email", "a")] }).ShouldBe(RejectionCodes.BadCustomer);
        Code(Good with { Customer = [default] }).ShouldBe(RejectionCodes.BadCustomer);
        Code(Good with { Account = [new Identifier("crm", "a\0")] }).ShouldBe(RejectionCodes.BadAccount);
        Code(Good with { Extensions = new Dictionary<string, string> { ["x"] = "not json" } }).ShouldBe(RejectionCodes.BadAttribute);
        Code(Good with { Data = "{\"a\":1,\"a\":2}"u8.ToArray() }).ShouldBe(RejectionCodes.DataDuplicateKey);
        Code(Good with { Data = new byte[101] }).ShouldBe(RejectionCodes.DataTooLarge);
    }

    private static string? Code(EventCandidate candidate) => CandidateCheck.Check(candidate, 100)?.Code;
}
