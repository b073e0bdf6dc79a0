using System.Text;
using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

public class LineLogTests
{
    private static async Task<List<LogItem>> Of(byte[] bytes) => await Read.Bytes("x.ndjson", bytes, null, line =>
    {
        var text = Encoding.UTF8.GetString(line.Span);
        return text.StartsWith('{') ? (new EventCandidate { Source = "s", Id = text, Type = "a.b" }, null, null) : (null, "cloudevents.broken", "no JSON");
    });

    [Fact]
    public async Task Each_line_is_an_event_whatever_its_end_and_empty_lines_say_nothing()
    {
        var items = await Of([.. Encoding.UTF8.Preamble, .. "{1}\r\n\n  \n{2}\nbroken\n{3}"u8]);
        items.Events().Select(e => e.Id).ShouldBe(["{1}", "{2}", "{3}"]);
        items.Select(i => i.Row).ShouldBe([1, 4, 5, 6]);
        var reject = items.Rejects().Single();
        (reject.Code, reject.Reason, reject.Raw, reject.Row).ShouldBe(("cloudevents.broken", "no JSON", "broken", 5));
    }

    [Theory]
    [InlineData(262_144, true)]
    [InlineData(262_145, false)]
    [InlineData(3_000_000, false)]
    public async Task A_line_has_a_longest_length_and_one_beyond_it_costs_only_itself(int length, bool isRead)
    {
        var items = await Of(Encoding.UTF8.GetBytes($"{{0}}\n{{{new string('x', length - 2)}}}\n{{2}}\n"));
        items.Count.ShouldBe(3);
        (items[1].Event is not null).ShouldBe(isRead);
        if (!isRead) (items[1].Reject!.Code, items[1].Reject!.Raw.Length, items[1].Row).ShouldBe(("ndjson.line-too-long", LogReject.MaxRawLength, 2));
        (items[2].Event!.Id, items[2].Row).ShouldBe(("{2}", 3));
    }

    [Fact]
    public async Task A_line_beyond_the_bound_at_the_end_of_the_file_is_said_too() =>
        (await Of(Encoding.UTF8.GetBytes(new string('x', 1_000_000)))).ShouldHaveSingleItem().Reject!.Code.ShouldBe("ndjson.line-too-long");

    [Fact]
    public async Task An_empty_file_has_no_lines() => (await Of([])).ShouldBeEmpty();
}
