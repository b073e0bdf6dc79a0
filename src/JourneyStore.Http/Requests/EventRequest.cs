using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Http.Problems;
using JourneyStore.Ingestion;
using JourneyStore.Ingestion.CloudEvents;
using Microsoft.AspNetCore.Http;

namespace JourneyStore.Http.Requests;

/// <summary>What a request brings: events, each read or rejected, or a problem of the whole.</summary>
/// <param name="Events">In their order.</param>
/// <param name="Problem">Why the request as a whole is refused; null: it is not.</param>
internal readonly record struct EventRequest(IReadOnlyList<CloudEventResult> Events, Problem? Problem)
{
    private const string Single = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json";

    private enum Mode
    {
        None,
        Structured,
        Batched,
        Binary,
    }

    /// <summary>Reads a request in whichever of the three modes of CloudEvents it comes.</summary>
    public static async ValueTask<EventRequest> ReadAsync(HttpRequest request, int maxBytes, IntakeOptions limits, CancellationToken ct)
    {
        var mode = ModeOf(request);
        if (mode == Mode.None) return Refused(NotOurs(request.ContentType));
        var (body, problem) = await BoundedBody.ReadAsync(request, maxBytes, ct);
        if (problem is not null) return Refused(problem);
        if (mode == Mode.Batched) return OfBatch(CloudEventBatch.Read(body, limits.MaxEventsPerRequest, limits.MaxEventBytes));
        return OfOne(mode == Mode.Structured
            ? CloudEventJson.Read(body, limits.MaxEventBytes)
            : CloudEventHeaders.Read(CeHeaders(request.Headers), request.ContentType, body, limits.MaxEventBytes));
    }

    private static EventRequest OfBatch(BatchReading reading) => reading.Problem is { } rejection
        ? Refused(Problem.Of(rejection.Code == RejectionCodes.TooManyEvents ? 413 : 400, rejection))
        : new EventRequest(reading.Events, null);

    private static EventRequest OfOne(CloudEventResult read)
    {
        if (read.Code == RejectionCodes.DataTooLarge) return Refused(new Problem(413, read.Code, read.Reason!));
        return read.IsUnreadable ? Refused(new Problem(400, read.Code!, read.Reason!)) : new EventRequest([read], null);
    }

    private static EventRequest Refused(Problem problem) => new([], problem);

    private static Mode ModeOf(HttpRequest request)
    {
        var contentType = request.ContentType;
        if (contentType is not null && contentType.TrimStart().StartsWith("application/cloudevents", StringComparison.OrdinalIgnoreCase))
        {
            if (!MediaType.TryParse(contentType, out var declared) || !declared.IsUtf8) return Mode.None;
            return declared.Essence switch
            {
                Single => Mode.Structured,
                Batch => Mode.Batched,
                _ => Mode.None,
            };
        }
        foreach (var (name, _) in request.Headers)
            if (name.StartsWith(CloudEventHeaders.Prefix, StringComparison.OrdinalIgnoreCase)) return Mode.Binary;
        return Mode.None;
    }

    private static IEnumerable<KeyValuePair<string, string>> CeHeaders(IHeaderDictionary headers)
    {
        foreach (var (name, values) in headers)
        {
            if (!name.StartsWith(CloudEventHeaders.Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            foreach (var value in values) yield return new KeyValuePair<string, string>(name, HeaderOctets.Read(value ?? ""));
        }
    }

    private static Problem NotOurs(string? found) => new(
        415,
        ProblemCodes.UnsupportedMediaType,
        $"Events come as {Single} (one), {Batch} (an array), both in UTF-8, or with their attributes in ce-* headers and their data as the body; "
        + $"found {(found is null ? "no Content-Type" : TextCheck.Quote(found))} and no such headers.")
    {
        Headers = [new("Accept", $"{Single}, {Batch}")],
    };
}
