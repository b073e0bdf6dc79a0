using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JourneyStore.Http.Requests;

/// <summary>
/// Reads a request's body into one piece of memory, with gzip undone, and never more of it than allowed: a small body that unpacks
/// to a large one is stopped at the limit. A body that is not there as a whole is not read at all: half of an event can look like an event.
/// </summary>
internal static class BoundedBody
{
    private const int FirstPiece = 64 * 1024;

    /// <summary>Reads the body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">Most bytes after decompression.</param>
    /// <param name="ct">Ends it.</param>
    public static async ValueTask<(ReadOnlyMemory<byte> Body, Problem? Problem)> ReadAsync(HttpRequest request, int maxBytes, CancellationToken ct)
    {
        var length = request.ContentLength;
        if (length > maxBytes) return (default, TooLarge(maxBytes));
        // Held until the answer is out: what waits in the queue refers to the body.
        var place = (JourneyFace.Of(request.HttpContext)?.Room ?? request.HttpContext.RequestServices.GetRequiredService<BodyRoom>()).Open();
        request.HttpContext.Response.RegisterForDispose(place);
        try
        {
            return await ReadAsync(request, (int?)length, maxBytes, place, ct);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status400BadRequest)
        {
            // The server's way of saying that the connection ended within the body, or that its pieces are not put together as HTTP says.
            return Broken($"{bad.Message.TrimEnd('.')}. Nothing was stored; send it again.");
        }
    }

    private static async ValueTask<(ReadOnlyMemory<byte> Body, Problem? Problem)> ReadAsync(
        HttpRequest request, int? length, int maxBytes, BodyRoom.Place place, CancellationToken ct)
    {
        switch (Encoding(request))
        {
            case "" or "identity":
                var (body, problem) = await ReadAllAsync(request.Body, length, maxBytes, place, ct);
                if (problem is not null || length is null || body.Length == length) return (body, problem);
                return Broken($"Content-Length says {length} bytes, the body ends after {body.Length}. Nothing was stored; send it again.");
            case "gzip" or "x-gzip":
                await using (var unpacked = WholeGzip.Unpack(request.Body)) return await UnpackAsync(unpacked, maxBytes, place, ct);
            case var other:
                return (default, new Problem(415, ProblemCodes.UnsupportedEncoding, $"Content-Encoding is gzip, identity or absent, found {TextCheck.Quote(other)}.")
                {
                    Headers = [new("Accept-Encoding", "gzip")],
                });
        }
    }

    private static string Encoding(HttpRequest request) => request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();

    private static async ValueTask<(ReadOnlyMemory<byte> Body, Problem? Problem)> UnpackAsync(Stream unpacked, int maxBytes, BodyRoom.Place place,
        CancellationToken ct)
    {
        try
        {
            var (body, problem) = await ReadAllAsync(unpacked, null, maxBytes + WholeGzip.ExtraBytes, place, ct);
            if (problem is { Status: 413 }) return (default, TooLarge(maxBytes));
            return problem is not null || WholeGzip.TryTrim(ref body) ? (body, problem) : NotGzip;
        }
        catch (InvalidDataException)
        {
            return NotGzip;
        }
    }

    private static (ReadOnlyMemory<byte>, Problem?) NotGzip => Broken(
        "The body is not the gzip that Content-Encoding says it is: it ends too early, is damaged, or has something behind its end. Nothing was stored; send it again.");

    private static (ReadOnlyMemory<byte>, Problem?) Broken(string detail) => (default, new Problem(400, ProblemCodes.BadBody, detail));

    private static async ValueTask<(ReadOnlyMemory<byte> Body, Problem? Problem)> ReadAllAsync(Stream stream, int? length, int maxBytes,
        BodyRoom.Place place, CancellationToken ct)
    {
        // A length is a claim: memory is given piece by piece as bytes really come, and not one byte more than claimed.
        var size = Math.Min(length ?? FirstPiece, FirstPiece);
        if (!place.TryGrowTo(size)) return (default, NoRoom());
        var buffer = new byte[size];
        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length)
            {
                if (filled == length) return (buffer, null);
                if (filled > maxBytes) return (default, TooLarge(maxBytes));
                size = Math.Min(filled * 4, length ?? maxBytes + 1);
                if (!place.TryGrowTo(size)) return (default, NoRoom());
                Array.Resize(ref buffer, size);
            }
            var read = await stream.ReadAsync(buffer.AsMemory(filled), ct);
            if (read == 0) return filled > maxBytes ? (default, TooLarge(maxBytes)) : (buffer.AsMemory(0, filled), null);
            filled += read;
        }
    }

    private static Problem NoRoom()
    {
        var full = new IntakeFullException(TimeSpan.FromSeconds(1));
        return new Problem(StatusCodes.Status429TooManyRequests, full.Code, full.Message) { RetryAfter = full.RetryAfter };
    }

    private static Problem TooLarge(int maxBytes) =>
        new(413, ProblemCodes.BodyTooLarge, $"The body of a request has at most {maxBytes} bytes, after decompression; split it.");
}
