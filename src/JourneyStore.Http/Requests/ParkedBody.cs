using System.Text.Json;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Http.Problems;
using JourneyStore.Ingestion.CloudEvents;
using Microsoft.AspNetCore.Http;

namespace JourneyStore.Http.Requests;

/// <summary>What to do about something parked.</summary>
/// <param name="Projection">The projection.</param>
/// <param name="Group">A group's key or subject, or a customer reference; null: all.</param>
/// <param name="Position">Position of the event that is meant; null: whichever it is parked for.</param>
/// <param name="Reason">Why an event is left out.</param>
/// <param name="By">Who decided, beside the key that asks.</param>
internal sealed record ParkedOrder(string Projection, string? Group, long? Position, string? Reason, string? By);

/// <summary>Reads <c>{"projection","group","position","reason","by"}</c>.</summary>
internal static class ParkedBody
{
    private const int MostBytes = 16 * 1024;

    public static async ValueTask<(ParkedOrder? Order, Problem? Problem)> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentType is { } contentType
            && !(MediaType.TryParse(contentType, out var declared) && declared is { IsJson: true, IsUtf8: true }))
            return (null, new Problem(415, ProblemCodes.UnsupportedMediaType, $"An order is application/json, found {TextCheck.Quote(contentType)}."));
        var (body, problem) = await BoundedBody.ReadAsync(request, MostBytes, ct);
        return problem is not null ? (null, problem) : Read(body);
    }

    internal static (ParkedOrder? Order, Problem? Problem) Read(ReadOnlyMemory<byte> body)
    {
        if (DataCheck.Check(body.Span) is { } rejection) return (null, Problem.Of(400, rejection));
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = DataCheck.MaxDepth + 1 });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) return (null, new Problem(400, RejectionCodes.NotAnObject, "An order is a JSON object."));
        if (JsonMembers.Unknown(root, "projection", "group", "position", "reason", "by") is { } unknown) return (null, unknown);
        var texts = new Dictionary<string, string?>();
        foreach (var name in (string[])["projection", "group", "reason", "by"])
        {
            if (!root.TryGetProperty(name, out var text) || text.ValueKind == JsonValueKind.Null) continue;
            if (text.ValueKind != JsonValueKind.String) return Bad(name, $"{name} is a string");
            texts[name] = text.GetString();
        }
        long? position = null;
        if (root.TryGetProperty("position", out var at) && at.ValueKind != JsonValueKind.Null)
        {
            if (at.ValueKind != JsonValueKind.Number || !at.TryGetInt64(out var number) || number < 1) return Bad("position", "position is an integer from 1");
            position = number;
        }
        if (texts.GetValueOrDefault("projection") is not { Length: > 0 } projection) return Bad("projection", "projection is the name of an async view");
        return (new ParkedOrder(projection, texts.GetValueOrDefault("group"), position, texts.GetValueOrDefault("reason"), texts.GetValueOrDefault("by")), null);
    }

    public static (ParkedOrder?, Problem?) Bad(string parameter, string detail) =>
        (null, new Problem(400, ProblemCodes.BadParameter, detail + ".") { Parameter = parameter });
}
