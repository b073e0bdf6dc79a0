using System.Text.Json;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Engine.Reading;
using JourneyStore.Http.Problems;
using JourneyStore.Ingestion.CloudEvents;
using Microsoft.AspNetCore.Http;

namespace JourneyStore.Http.Requests;

/// <summary>Which customer is the same one, and why.</summary>
/// <param name="With">The other customer, <c>type:value</c> or our own id.</param>
/// <param name="Reason">Why they are one; null: not said.</param>
/// <param name="By">Who decided, beside the key that asks; null: not said.</param>
/// <param name="DryRun">True to see what would change, and change nothing.</param>
internal sealed record MergeOrder(string With, string? Reason, string? By, bool DryRun);

/// <summary>Reads <c>{"with","reason","by","dryRun"}</c>.</summary>
internal static class MergeBody
{
    private const int MostBytes = 16 * 1024;

    public static async ValueTask<(MergeOrder? Order, CustomerRef With, Problem? Problem)> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentType is { } contentType
            && !(MediaType.TryParse(contentType, out var declared) && declared is { IsJson: true, IsUtf8: true }))
            return (null, default, new Problem(415, ProblemCodes.UnsupportedMediaType, $"An order is application/json, found {TextCheck.Quote(contentType)}."));
        var (body, problem) = await BoundedBody.ReadAsync(request, MostBytes, ct);
        return problem is not null ? (null, default, problem) : Read(body);
    }

    internal static (MergeOrder? Order, CustomerRef With, Problem? Problem) Read(ReadOnlyMemory<byte> body)
    {
        if (DataCheck.Check(body.Span) is { } rejection) return (null, default, Problem.Of(400, rejection));
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = DataCheck.MaxDepth + 1 });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) return (null, default, new Problem(400, RejectionCodes.NotAnObject, "An order is a JSON object."));
        if (JsonMembers.Unknown(root, "with", "reason", "by", "dryRun") is { } unknown) return (null, default, unknown);
        var texts = new Dictionary<string, string?>();
        foreach (var name in (string[])["with", "reason", "by"])
        {
            if (!root.TryGetProperty(name, out var text) || text.ValueKind == JsonValueKind.Null) continue;
            if (text.ValueKind != JsonValueKind.String) return Bad(name, $"{name} is a string");
            texts[name] = text.GetString();
        }
        var dryRun = false;
        if (root.TryGetProperty("dryRun", out var only) && only.ValueKind != JsonValueKind.Null)
        {
            if (only.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return Bad("dryRun", "dryRun is true or false");
            dryRun = only.GetBoolean();
        }
        if (texts.GetValueOrDefault("with") is not { Length: > 0 } with) return Bad("with", "with names the other customer (type:value, or an id that the store gave)");
        if (!CustomerRef.TryParse(with, out var other, out var wrong)) return Bad("with", $"with names a customer: {wrong}");
        return (new MergeOrder(with, texts.GetValueOrDefault("reason"), texts.GetValueOrDefault("by"), dryRun), other, null);
    }

    private static (MergeOrder?, CustomerRef, Problem?) Bad(string parameter, string detail) =>
        (null, default, new Problem(400, ProblemCodes.BadParameter, detail + ".") { Parameter = parameter });
}
