using System.Text;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Ingestion;
using JourneyStore.Ingestion.CloudEvents;

namespace JourneyStore.Tests.Ingestion.CloudEvents;

public class CloudEventBatchTests
{
    [Fact]
    public void One_bad_event_is_rejected_in_its_place_and_the_others_go_on()
    {
        var reading = Read($"[{Event("1")}, {{\"id\":\"2\",\"source\":\"/s\"}}, 7, {Event("3", "\"data\":" + new string('[', 70) + new string(']', 70))}, [[]], {Event("4")}]");
        reading.Problem.ShouldBeNull();
        reading.Events.Select(e => e.Code).ShouldBe(
            [null, RejectionCodes.MissingAttribute, RejectionCodes.NotAnObject, RejectionCodes.DataTooDeep, RejectionCodes.NotAnObject, null]);
        reading.Events.Select(e => e.Id).ShouldBe(["1", "2", null, "3", null, "4"]);
    }

    [Fact]
    public void Each_event_keeps_its_own_slice_of_data()
    {
        var reading = Read($"[{Event("1", "\"data\":{\"a\":1}")},{Event("2", "\"data\":[2]")}]");
        reading.Events.Select(e => Encoding.UTF8.GetString(e.Candidate!.Data.Span)).ShouldBe(["{\"a\":1}", "[2]"]);
    }

    [Fact]
    public void An_empty_batch_is_a_batch() => Read(" [ ] ").ShouldSatisfyAllConditions(r => r.Problem.ShouldBeNull(), r => r.Events.ShouldBeEmpty());

    [Theory]
    [InlineData("", RejectionCodes.BadJson)]
    [InlineData("[", RejectionCodes.BadJson)]
    [InlineData("[{]", RejectionCodes.BadJson)]
    [InlineData("[] x", RejectionCodes.BadJson)]
    [InlineData("{}", RejectionCodes.NotAnArray)]
    [InlineData("[1,2,3,4,5,6,7,8,9]", RejectionCodes.TooManyEvents)]
    public void What_is_no_batch_is_a_problem_of_the_whole(string json, string code) => Read(json).Problem!.Value.Code.ShouldBe(code);

    [Fact]
    public void An_event_too_large_is_rejected_alone() =>
        Read($"[{Event("1", $"\"data\":\"{new string('x', 2000)}\"")},{Event("2")}]").Events.Select(e => e.Code).ShouldBe([RejectionCodes.DataTooLarge, null]);

    private static BatchReading Read(string json) => CloudEventBatch.Read(Encoding.UTF8.GetBytes(json), maxEvents: 8, maxEventBytes: 1024);

    private static string Event(string id, string more = "\"ext\":1") =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"/s","type":"t",{{more}}}""";
}
