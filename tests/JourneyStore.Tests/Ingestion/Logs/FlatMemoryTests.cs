using System.Text;
using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>Logs of 200,000 events that exist nowhere but in the stream: what stays in memory must not grow with them.</summary>
[Collection(nameof(FlatMemoryTests))]
[CollectionDefinition(nameof(FlatMemoryTests), DisableParallelization = true)]
public class FlatMemoryTests
{
    private const int Count = 200_000;
    private const long Bound = 24L * 1024 * 1024;

    [Fact]
    public async Task Rows_that_are_states_of_forty_thousand_cases() => await Stays(
        "x.csv", Generated("n,m,s,t\n", i => $"case {i / 5},{i % 5},{(i % 5 == 4 ? "Closed" : "State " + (i % 5))},2020-01-01T00:00:00Z\n", ""),
        """
        { "source": "urn:x", "time": "{t}", "caseId": "{n}", "id": "{n}/{m}", "states": { "remember": 1000,
          "rules": [{ "when": "first", "type": "a.opened" }, { "column": "s", "changes": true, "type": "a.changed" }], "otherwise": "a.same" } }
        """);

    [Fact]
    public async Task Traces_of_xes() => await Stays(
        "x.xes", Generated("<log>", i => $"""<trace><string key="concept:name" value="c{i}"/><event><string key="concept:name" value="step {i % 7}"/><date key="time:timestamp" value="2020-01-01"/></event></trace>""", "</log>"),
        """{ "source": "urn:x", "type": { "value": "{concept:name}", "otherwise": "a.{@slug}" } }""");

    [Fact]
    public async Task Events_of_ocel() => await Stays(
        "x.json", Generated("""{ "events": [""", i => $$"""{{(i == 0 ? "" : ",")}}{ "id": "e{{i}}", "type": "x", "time": "2020-01-01", "relationships": [{ "objectId": "o", "qualifier": "q" }] }""", """], "objects": [{ "id": "o", "type": "orders" }] }"""),
        """{ "format": "ocel", "source": "urn:x", "objects": { "order": "orders" }, "caseId": "{order}", "type": "a.b" }""");

    [Fact]
    public async Task Lines_of_cloud_events() => await Stays("x.ndjson", Generated("", i => $"{{{i}}}\n", ""), null);

    private static IEnumerable<string> Generated(string head, Func<int, string> one, string tail)
    {
        yield return head;
        for (var i = 0; i < Count; i++) yield return one(i);
        yield return tail;
    }

    private static async Task Stays(string name, IEnumerable<string> pieces, string? map)
    {
        var input = new LogInput(name, 0, () => new GeneratedStream(pieces.GetEnumerator()));
        var (events, most, before) = (0, 0L, GC.GetTotalMemory(forceFullCollection: true));
        await foreach (var item in LogFile.ReadAsync(input, map is null ? null
            : Read.Map(map), line => (new EventCandidate { Source = "s", Id = $"{line.Length}", Type = "a.b" }, null, null)))
        {
            item.Reject.ShouldBeNull();
            if (++events % 50_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }
        events.ShouldBe(Count);
        most.ShouldBeLessThan(Bound);
    }

    /// <summary>A stream whose bytes are made when they are asked for.</summary>
    private sealed class GeneratedStream(IEnumerator<string> pieces) : Stream
    {
        private byte[] piece = [];
        private int given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (given == piece.Length)
            {
                if (!pieces.MoveNext()) return 0;
                (piece, given) = (Encoding.UTF8.GetBytes(pieces.Current), 0);
            }
            var some = Math.Min(count, piece.Length - given);
            piece.AsSpan(given, some).CopyTo(buffer.AsSpan(offset));
            given += some;
            return some;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
