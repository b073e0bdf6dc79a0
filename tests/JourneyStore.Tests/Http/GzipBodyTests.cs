using System.IO.Compression;
using System.Net;
using System.Text;

namespace JourneyStore.Tests.Http;

/// <summary>A gzip body is read as a whole or not at all, in every mode.</summary>
public sealed class GzipBodyTests
{
    private const string Text = "First line of the note: all is well. Second line: call back before Friday, the customer is leaving otherwise. 12345.678";

    [Theory]
    [InlineData("binary")]
    [InlineData("structured")]
    [InlineData("batch")]
    public async Task A_body_cut_off_anywhere_is_400_and_nothing_of_it_is_taken(string mode)
    {
        await using var host = await ProtocolHost.StartAsync();
        var whole = Gzip(Body(mode));
        for (var length = 0; length < whole.Length; length++)
            await (await Post(host, mode, whole[..length])).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-body");
        host.Taken.ShouldBeEmpty();
        (await Post(host, mode, whole)).StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Taken.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("binary", "text/plain", "12345")]
    [InlineData("binary", "application/json", "12345.678")]
    public async Task Not_even_where_the_part_that_is_there_could_be_an_event(string mode, string contentType, string body)
    {
        await using var host = await ProtocolHost.StartAsync();
        // Stored without compression, so that the part before the cut comes out.
        var whole = Gzip(Encoding.UTF8.GetBytes(body), CompressionLevel.NoCompression);
        for (var length = 10; length < whole.Length; length++)
            await (await host.PostBinaryAsync(whole[..length], contentType, "gzip")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-body");
        host.Taken.ShouldBeEmpty(mode);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\0")]
    [InlineData("\u001f")]
    [InlineData("\u001f\u008b")]
    [InlineData("\u001f\u008b\b")]
    [InlineData("trailing words of some length")]
    public async Task Bytes_behind_the_end_are_400(string behind)
    {
        await using var host = await ProtocolHost.StartAsync();
        byte[] body = [.. Gzip(Body("structured")), .. Encoding.Latin1.GetBytes(behind)];
        var told = await (await Post(host, "structured", body)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-body");
        told.ShouldContain("behind its end");
        host.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_members_are_one_body()
    {
        await using var host = await ProtocolHost.StartAsync();
        var body = Body("structured");
        for (var at = 0; at <= body.Length; at += 7)
            (await Post(host, "structured", [.. Gzip(body[..at]), .. Gzip(body[at..]), .. Gzip([])])).StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Taken.ShouldNotBeEmpty();
        byte[] cut = [.. Gzip(body[..20]), .. Gzip(body[20..])[..^1]];
        await (await Post(host, "structured", cut)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-body");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(5)]
    [InlineData(4)]
    [InlineData(1)]
    public async Task A_wrong_checksum_or_length_is_400(int fromEnd)
    {
        await using var host = await ProtocolHost.StartAsync();
        var body = Gzip(Body("batch"));
        body[^fromEnd] ^= 1;
        await (await Post(host, "batch", body)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-body");
    }

    [Fact]
    public async Task A_body_is_whole_however_it_falls_into_pieces()
    {
        await using var host = await ProtocolHost.StartAsync();
        var body = Gzip(Body("structured"));
        var head = Encoding.ASCII.GetBytes(
            "POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Type: application/cloudevents+json\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        for (var at = 1; at < body.Length; at++)
            (await host.SendRawAsync(head, Chunk(body[..at]), Chunk(body[at..]), "0\r\n\r\n"u8.ToArray())).ShouldStartWith("HTTP/1.1 200");
        host.Taken.Count.ShouldBe(body.Length - 1);
        (await host.SendRawAsync(head, Chunk(body), Chunk("more"u8.ToArray()), "0\r\n\r\n"u8.ToArray())).ShouldContain("bad-body");
        (await host.SendRawAsync(head, Chunk(body[..^1]), "0\r\n\r\n"u8.ToArray())).ShouldContain("bad-body");
        host.Taken.Count.ShouldBe(body.Length - 1);
    }

    [Fact]
    public async Task A_body_of_every_size_is_whole()
    {
        await using var host = await ProtocolHost.StartAsync();
        var noise = new byte[200_000];
        new SeededNoise(7).Fill(noise);
        foreach (var size in (int[])[0, 1, 8_150, 8_160, 8_170, 8_180, 8_192, 65_500, 65_536, 131_072, 200_000])
            (await host.PostBinaryAsync(Gzip(noise[..size]), "application/octet-stream", "gzip")).StatusCode.ShouldBe(HttpStatusCode.OK, $"{size}");
    }

    [Fact]
    public async Task Nothing_is_taken_of_a_body_shorter_than_its_Content_Length()
    {
        await using var host = await ProtocolHost.StartAsync();
        foreach (var encoding in (string[])["", "Content-Encoding: gzip\r\n"])
        {
            var body = encoding.Length > 0 ? Gzip(Body("structured")) : Body("structured");
            var head = $"POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Type: application/cloudevents+json\r\n{encoding}Content-Length: {body.Length + 5}\r\nConnection: close\r\n\r\n";
            await host.CutOffAsync(Encoding.ASCII.GetBytes(head), body);
        }
        host.Taken.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    [InlineData("gzip, gzip")]
    [InlineData("identity, gzip")]
    public async Task Another_encoding_is_415_and_says_which_are_read(string encoding)
    {
        await using var host = await ProtocolHost.StartAsync();
        var response = await Post(host, "batch", Body("batch"), encoding);
        (await response.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-encoding")).ShouldContain("gzip");
        response.Headers.GetValues("Accept-Encoding").Single().ShouldBe("gzip");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZip")]
    [InlineData("x-gzip")]
    public async Task Gzip_by_any_of_its_names_is_read(string encoding)
    {
        await using var host = await ProtocolHost.StartAsync();
        (await Post(host, "binary", Gzip(Body("binary")), encoding)).StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Taken.Single().Data.ToArray().ShouldBe(Encoding.UTF8.GetBytes($"\"{Text}\""));
    }

    private static Task<HttpResponseMessage> Post(ProtocolHost host, string mode, byte[] body, string encoding = "gzip") => mode switch
    {
        "binary" => host.PostBinaryAsync(body, "text/plain", encoding),
        "structured" => host.PostAsync(body, "application/cloudevents+json", encoding),
        _ => host.PostAsync(body, "application/cloudevents-batch+json", encoding),
    };

    private static byte[] Body(string mode)
    {
        var one = $$"""{"specversion":"1.0","id":"1","source":"/test","type":"note.added","data":"{{Text}}"}""";
        return Encoding.UTF8.GetBytes(mode switch { "binary" => Text, "structured" => one, _ => $"[{one}]" });
    }

    private static byte[] Chunk(byte[] bytes) => [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];

    private static byte[] Gzip(byte[] bytes, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level)) gzip.Write(bytes);
        // The platform writes nothing at all of nothing.
        return packed.ToArray() is { Length: > 0 } written ? written : Convert.FromHexString("1f8b080000000000000303000000000000000000");
    }

    /// <summary>Bytes that no packing makes smaller, the same every time.</summary>
    private sealed class SeededNoise(uint seed)
    {
        public void Fill(Span<byte> bytes)
        {
            foreach (ref var one in bytes)
            {
                seed = seed * 1_664_525 + 1_013_904_223;
                one = (byte)(seed >> 24);
            }
        }
    }
}
