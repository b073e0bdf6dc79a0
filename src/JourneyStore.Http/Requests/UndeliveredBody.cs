using System.Text.Json;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Http.Problems;
using JourneyStore.Ingestion.CloudEvents;
using Microsoft.AspNetCore.Http;

namespace JourneyStore.Http.Requests;

/// <summary>Which undelivered events are meant.</summary>
/// <param name="Reaction">Those of this reaction; null: of all.</param>
/// <param name="Key">The one with this idempotency key; null: all.</param>
internal sealed record UndeliveredOrder(string? Reaction, Guid? Key);

/// <summary>Reads <c>{"reaction","key"}</c>; without a body everything is meant.</summary>
internal static class UndeliveredBody
{
    private const int MostBytes = 16 * 1024;

    public static async ValueTask<(UndeliveredOrder? Order, Problem? Problem)> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentType is { } type && !(MediaType.TryParse(type, out var declared) && declared is { IsJson: true, IsUtf8: true }))
            return (null, new Problem(415, ProblemCodes.UnsupportedMediaType, $"An order is application/json, found {TextCheck.Quote(type)}."));
        var (body, problem) = await BoundedBody.ReadAsync(request, MostBytes, ct);
        if (problem is not null) return (null, problem);
        return body.IsEmpty ? (new UndeliveredOrder(null, null), null) : Read(body);
    }

    internal static (UndeliveredOrder? Order, Problem? Problem) Read(ReadOnlyMemory<byte> body)
    {
        if (DataCheck.Check(body.Span) is { } rejection) return (null, Problem.Of(400, rejection));
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = DataCheck.MaxDepth + 1 });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) return (null, new Problem(400, RejectionCodes.NotAnObject, "An order is a JSON object."));
        string? reaction = null;
        Guid? key = null;
        if (root.TryGetProperty("reaction", out var name) && name.ValueKind != JsonValueKind.Null)
        {
            if (name.ValueKind != JsonValueKind.String || name.GetString() is not { Length: > 0 } text)
                return Bad("reaction", "reaction is the name of one");
            reaction = text;
        }
        if (root.TryGetProperty("key", out var id) && id.ValueKind != JsonValueKind.Null)
        {
            if (id.ValueKind != JsonValueKind.String || !id.TryGetGuid(out var guid))
                return Bad("key", "key is an idempotency key as GET /v1/undelivered lists it");
            key = guid;
        }
        return (new UndeliveredOrder(reaction, key), null);
    }

    public static (UndeliveredOrder?, Problem?) Bad(string parameter, string detail) =>
        (null, new Problem(400, ProblemCodes.BadParameter, detail + ".") { Parameter = parameter });
}
