using System.Text.Json;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Engine.Reading;
using JourneyStore.Http.Problems;
using JourneyStore.Ingestion;
using JourneyStore.Ingestion.CloudEvents;
using Microsoft.AspNetCore.Http;

namespace JourneyStore.Http.Requests;

/// <summary>Reads the question of a process step: <c>{"customer","facts":{},"minPosition"}</c>.</summary>
internal static class DecisionBody
{
    public static async ValueTask<(DecisionRequest? Question, Problem? Problem)> ReadAsync(HttpRequest request, int maxBytes, CancellationToken ct)
    {
        if (request.ContentType is { } contentType
            && !(MediaType.TryParse(contentType, out var declared) && declared is { IsJson: true, IsUtf8: true }))
            return (null, new Problem(415, ProblemCodes.UnsupportedMediaType, $"A question is application/json, found {TextCheck.Quote(contentType)}."));
        var (body, problem) = await BoundedBody.ReadAsync(request, maxBytes, ct);
        return problem is not null ? (null, problem) : Read(body);
    }

    internal static (DecisionRequest? Question, Problem? Problem) Read(ReadOnlyMemory<byte> body)
    {
        // Facts are kept with the decision, so they keep the rules of data.
        if (DataCheck.Check(body.Span) is { } rejection) return (null, Problem.Of(400, rejection));
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = DataCheck.MaxDepth + 1 });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) return (null, new Problem(400, RejectionCodes.NotAnObject, "A question is a JSON object."));
        if (JsonMembers.Unknown(root, "customer", "facts", "minPosition") is { } unknown) return (null, unknown);

        if (!root.TryGetProperty("customer", out var customer) || customer.ValueKind != JsonValueKind.String)
            return Bad("customer", "customer is a string, type:value or a bare customer id");
        var reference = customer.GetString()!;
        if (!CustomerRef.TryParse(reference, out _, out var trouble)) return Bad("customer", $"customer: {trouble}");

        JsonElement? facts = null;
        if (root.TryGetProperty("facts", out var told) && told.ValueKind != JsonValueKind.Null)
        {
            if (told.ValueKind != JsonValueKind.Object) return Bad("facts", "facts is a JSON object");
            facts = told.Clone();
        }

        long? minPosition = null;
        if (root.TryGetProperty("minPosition", out var position) && position.ValueKind != JsonValueKind.Null)
        {
            if (position.ValueKind != JsonValueKind.Number || !position.TryGetInt64(out var number) || number < 0)
                return Bad("minPosition", "minPosition is an integer from 0");
            minPosition = number;
        }
        return (new DecisionRequest(reference, facts, minPosition), null);
    }

    private static (DecisionRequest?, Problem?) Bad(string parameter, string detail) =>
        (null, new Problem(400, ProblemCodes.BadParameter, detail + ".") { Parameter = parameter });
}
