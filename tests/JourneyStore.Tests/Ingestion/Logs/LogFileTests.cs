using System.Text;
using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

public class LogFileTests
{
    private const string Any = """{ "source": "urn:x", "time": "{t}", "id": "{id}", "type": "a.b" }""";
    private const string Csv = """{ "format": "csv", "source": "urn:x", "time": "{t}", "id": "{id}", "type": "a.b" }""";

    private static byte[] Rows(int count, int from = 0)
    {
        var text = new StringBuilder("id,t\n");
        for (var i = from; i < from + count; i++) text.Append(i).Append(",2020-01-01T00:00:00Z\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static (EventCandidate?, string?, string?) Line(ReadOnlyMemory<byte> line)
    {
        var text = Encoding.UTF8.GetString(line.Span);
        return text.StartsWith('{') ? (new EventCandidate { Source = "s", Id = text, Type = "a.b" }, null, null) : (null, "json.broken", $"no JSON: {text}");
    }

    [Theory]
    [InlineData("x.csv")]
    [InlineData("x.csv.gz")]
    [InlineData("export")]
    public async Task A_file_is_unpacked_by_its_first_bytes_whatever_it_is_called(string name)
    {
        (await Read.Bytes(name, Rows(3), Read.Map(Any))).Events().Count.ShouldBe(3);
        (await Read.Bytes(name, Read.Gzip(Rows(3)), Read.Map(Any))).Events().Count.ShouldBe(3);
        (await Read.Bytes(name, Read.Zip(("inside", Rows(3))), Read.Map(Any))).Events().Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_format_is_told_by_the_name_or_by_how_the_file_begins()
    {
        var xes = """<log><trace><event><string key="id" value="1"/><date key="t" value="2020-01-01"/></event></trace></log>"""u8.ToArray();
        (await Read.Bytes("what", xes, Read.Map(Any))).Events().Count.ShouldBe(1);
        var ocel = """{ "events": [{ "id": "1", "type": "a", "attributes": [{ "name": "t", "value": "2020-01-01" }, { "name": "id", "value": 1 }] }] }"""u8.ToArray();
        (await Read.Bytes("what", ocel, Read.Map(Any))).Events().Single().Id.ShouldBe("1");
        (await Read.Bytes("what", "{\"specversion\":\"1.0\"}\n"u8.ToArray(), null, Line)).Events().Count.ShouldBe(1);
        (await Read.Bytes("x.ndjson", "{}\n"u8.ToArray(), null, Line)).Events().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Each_log_in_an_archive_is_read_and_what_is_none_is_named()
    {
        var zip = Read.Zip(("a.csv", Rows(2)), ("folder/b.csv.gz", Read.Gzip(Rows(2, 10))), ("__MACOSX/._a.csv", [1, 2]), ("LICENCE", [65]));
        var items = await Read.Bytes("x.zip", zip, Read.Map(Any));
        items.Events().Select(e => e.Id).ShouldBe(["0", "1", "10", "11"]);
        items.Where(i => i.Event is not null).Select(i => i.Entry).ShouldBe(["a.csv", "a.csv", "folder/b.csv.gz", "folder/b.csv.gz"]);
        items.Rejects().Single().Code.ShouldBe("file.entry-skipped");
    }

    [Fact]
    public async Task A_gzip_that_was_cut_off_keeps_its_whole_rows_and_says_that_it_was_cut_off()
    {
        var packed = Read.Gzip(Rows(20_000));
        var items = await Read.Bytes("x.csv.gz", packed[..(packed.Length / 2)], Read.Map(Csv));
        items.Events().Count.ShouldBeGreaterThan(1_000);
        items.Events().Select(e => e.Id).ShouldBe(Enumerable.Range(0, items.Events().Count).Select(i => $"{i}"));
        items.Rejects().Single().Code.ShouldBe("file.broken");
    }

    [Fact]
    public async Task A_gzip_cut_off_anywhere_gives_whole_rows_only_and_says_so()
    {
        var packed = Read.Gzip(Rows(3_000));
        for (var cut = 1; cut < 40; cut++)
        {
            var items = await Read.Bytes("x.csv.gz", packed[..(packed.Length * cut / 40)], Read.Map(Csv));
            items.Rejects().Single().Code.ShouldBe("file.broken");
            items.Events().ShouldAllBe(e => e.OccurredAt == new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        }
    }

    [Fact]
    public async Task Several_gzip_members_one_after_the_other_are_one_file()
    {
        byte[] packed = [.. Read.Gzip(Rows(3_000)), .. Read.Gzip("7000,2020-01-01\n"u8.ToArray())];
        var items = await Read.Bytes("x.csv.gz", packed, Read.Map(Csv));
        (items.Count, items[^1].Event!.Id).ShouldBe((3_001, "7000"));
        (await Read.Bytes("x.csv.gz", packed[..^12], Read.Map(Csv))).Rejects().Single().Code.ShouldBe("file.broken");
    }

    [Fact]
    public async Task A_gzip_whose_middle_is_damaged_does_not_throw()
    {
        var packed = Read.Gzip(Rows(20_000));
        packed.AsSpan(packed.Length / 2, 64).Fill(0xff);
        (await Read.Bytes("x.csv.gz", packed, Read.Map(Csv))).Rejects().ShouldContain(r => r.Code == "file.broken" || r.Code.StartsWith("csv."));
    }

    [Fact]
    public async Task A_zip_that_was_cut_off_is_a_reject()
    {
        var zip = Read.Zip(("a.csv", Rows(1_000)));
        (await Read.Bytes("x.zip", zip[..(zip.Length / 2)], Read.Map(Csv))).ShouldHaveSingleItem().Reject!.Code.ShouldBe("file.broken");
    }

    [Fact]
    public async Task An_empty_file_of_any_name_is_a_reject()
    {
        foreach (var name in new[] { "x.csv", "x.xes", "x.json", "x", "x.csv.gz" })
            (await Read.Bytes(name, [], Read.Map(Any))).ShouldHaveSingleItem().Reject.ShouldNotBeNull();
    }

    [Fact]
    public async Task Progress_rises_to_the_length_of_the_packed_file()
    {
        foreach (var bytes in new[] { Rows(50_000), Read.Gzip(Rows(50_000)), Read.Zip(("a.csv", Rows(50_000))) })
        {
            var items = await Read.Bytes("x", bytes, Read.Map(Any));
            items.Count.ShouldBe(50_000);
            items.ShouldAllBe(i => i.BytesTotal == bytes.Length && i.BytesRead <= bytes.Length);
            items.Zip(items.Skip(1)).ShouldAllBe(pair => pair.First.BytesRead <= pair.Second.BytesRead);
            items[^1].BytesRead.ShouldBeGreaterThan(bytes.Length * 9 / 10);
        }
    }

    [Fact]
    public async Task A_second_reading_gives_the_same_ids()
    {
        var first = (await Read.Bytes("x.csv", Rows(1_000), Read.Map(Csv))).Events().Select(e => e.Id);
        (await Read.Bytes("x.csv", Rows(1_000), Read.Map(Csv))).Events().Select(e => e.Id).ShouldBe(first);
    }

    [Fact]
    public async Task Whoever_stops_taking_stops_the_reading()
    {
        var bytes = Rows(100_000);
        var watch = new WatchedStream(bytes);
        await foreach (var item in LogFile.ReadAsync(new LogInput("x.csv", bytes.Length, () => watch), Read.Map(Csv), null))
            if (item.Row > 10)
                break;
        watch.IsClosed.ShouldBeTrue();
        watch.Position.ShouldBeLessThan(bytes.Length);
    }

    [Fact]
    public async Task A_cancelled_token_stops_the_reading()
    {
        using var stop = new CancellationTokenSource();
        var bytes = Rows(100_000);
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (
                var item in LogFile.ReadAsync(new LogInput("x.csv", bytes.Length, () => new MemoryStream(bytes)), Read.Map(Csv), null, stop.Token))
                if (item.Row == 10)
                    await stop.CancelAsync();
        });
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_exception_that_names_it()
    {
        var e = await Should.ThrowAsync<FileNotFoundException>(async () =>
            await LogFile.ReadAsync("/nowhere/log.csv", Read.Map(Csv)).GetAsyncEnumerator().MoveNextAsync());
        e.Message.ShouldContain("/nowhere/log.csv");
    }

    [Fact]
    public async Task A_log_that_needs_a_map_says_so_when_there_is_none() =>
        (await Should.ThrowAsync<LogMapException>(() => Read.Bytes("x.csv", Rows(1), null))).Message.ShouldContain("needs a map");

    [Fact]
    public void A_raw_text_of_a_reject_is_shortened()
    {
        var reject = LogReject.Of("a", "b", 1, new string('x', 5_000));
        (reject.Raw.Length, reject.Raw[^1]).ShouldBe((2_000, '…'));
    }

    private sealed class WatchedStream(byte[] bytes) : MemoryStream(bytes)
    {
        private long last;

        public bool IsClosed { get; private set; }

        public override long Position
        {
            get => IsClosed ? last : base.Position;
            set => base.Position = value;
        }

        protected override void Dispose(bool disposing)
        {
            // Opened several times: only the position of the last opening counts.
            last = base.Position;
            base.Position = 0;
            IsClosed = true;
        }
    }
}
