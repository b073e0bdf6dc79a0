using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>HTTP by hand: what a well-behaved client would never send goes out octet by octet.</summary>
/// <param name="server">Where the server listens.</param>
internal sealed class RawHttp(Uri server)
{
    private const int MostAnswer = 64 * 1024 * 1024;

    /// <summary>A request as octets; it asks the server to close the connection after the answer.</summary>
    public static byte[] Request(string method, string target, byte[] body, params IEnumerable<(string Name, string Value)> headers)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        foreach (var (name, value) in headers) head.Append(name).Append(": ").Append(value).Append("\r\n");
        if (body.Length > 0) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    /// <summary>Sends the octets, tells that no more will come when asked to, and reads the answer to its end.</summary>
    /// <exception cref="OperationCanceledException">It took longer than it may.</exception>
    public async Task<RawAnswer> SendAsync(byte[] request, bool endsThere, CancellationToken ct)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port, ct);
        var sending = SendAllAsync(socket, request, endsThere, ct);
        var answer = await ReadAllAsync(socket, ct);
        await sending;
        return RawAnswer.Read(answer);
    }

    private static async Task SendAllAsync(Socket socket, byte[] request, bool endsThere, CancellationToken ct)
    {
        try
        {
            for (var sent = 0; sent < request.Length;) sent += await socket.SendAsync(request.AsMemory(sent), ct);
            if (endsThere) socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server has heard enough: the answer says why.
        }
    }

    private static async Task<byte[]> ReadAllAsync(Socket socket, CancellationToken ct)
    {
        var answer = new MemoryStream();
        var piece = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(piece, ct) is > 0 and var read)
            {
                answer.Write(piece, 0, read);
                if (answer.Length > MostAnswer) throw new InvalidOperationException($"An answer of more than {MostAnswer} bytes.");
            }
        }
        catch (SocketException)
        {
            // It closed while we still sent: what was read until then is the answer.
        }
        return answer.ToArray();
    }
}

/// <summary>An answer as it came.</summary>
/// <param name="Status">The status; 0: the connection ended without an answer.</param>
/// <param name="ContentType">Of the body; "": none.</param>
/// <param name="Body">The body, chunks put together.</param>
internal sealed record RawAnswer(int Status, string ContentType, string Body)
{
    public static RawAnswer Read(byte[] octets)
    {
        var end = octets.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0) return new RawAnswer(0, "", "");
        var head = Encoding.Latin1.GetString(octets, 0, end).Split("\r\n");
        var body = octets[(end + 4)..];
        var chunked = head.Any(line => line.StartsWith("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase));
        var type = head.FirstOrDefault(line => line.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase))?[13..].Trim() ?? "";
        return new RawAnswer(
            int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture), type.Split(';')[0],
            Encoding.UTF8.GetString(chunked ? Unchunk(body) : body));
    }

    private static byte[] Unchunk(byte[] chunks)
    {
        var whole = new MemoryStream();
        for (var at = 0; at < chunks.Length;)
        {
            var line = chunks.AsSpan(at).IndexOf("\r\n"u8);
            if (line < 0 || !int.TryParse(Encoding.ASCII.GetString(chunks, at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture,
                out var length)) break;
            whole.Write(chunks, at + line + 2, Math.Min(length, chunks.Length - at - line - 2));
            if (length == 0) break;
            at += line + 2 + length + 2;
        }
        return whole.ToArray();
    }
}
