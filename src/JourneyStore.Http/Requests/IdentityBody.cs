using System.Text.Json;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
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

/// <summary>What is another customer's, and why.</summary>
/// <param name="Identifiers">Identifiers to take out, <c>type:value</c>.</param>
/// <param name="Reason">Why they are another's; null: not said.</param>
/// <param name="By">Who decided, beside the key that asks; null: not said.</param>
/// <param name="DryRun">True to see what would change, and change nothing.</param>
internal sealed record SplitOrder(string[] Identifiers, string? Reason, string? By, bool DryRun);

/// <summary>Who says that customers are one or two.</summary>
/// <param name="Reason">Why; null: not said.</param>
/// <param name="By">Who decided, beside the key that asks; null: not said.</param>
/// <param name="DryRun">True to see what would change, and change nothing.</param>
internal sealed record IdentityOrder(string? Reason, string? By, bool DryRun)
{
    /// <summary>The other customer; of an order to join.</summary>
    public CustomerRef With { get; init; }

    /// <summary>The identifiers; of an order to split.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; } = [];
}

/// <summary>Reads <c>{"with","reason","by","dryRun"}</c> and <c>{"identifiers","reason","by","dryRun"}</c>.</summary>
internal static class IdentityBody
{
    private const int MostBytes = 16 * 1024;

    /// <param name="request">The request.</param>
    /// <param name="subject"><c>with</c> or <c>identifiers</c>.</param>
    /// <param name="ct">Ends it.</param>
    public static async ValueTask<(IdentityOrder? Order, Problem? Problem)> ReadAsync(HttpRequest request, string subject, CancellationToken ct)
    {
        if (request.ContentType is { } contentType
            && !(MediaType.TryParse(contentType, out var declared) && declared is { IsJson: true, IsUtf8: true }))
            return (null, new Problem(415, ProblemCodes.UnsupportedMediaType, $"An order is application/json, found {TextCheck.Quote(contentType)}."));
        var (body, problem) = await BoundedBody.ReadAsync(request, MostBytes, ct);
        return problem is not null ? (null, problem) : Read(body, subject);
    }

    internal static (IdentityOrder? Order, Problem? Problem) Read(ReadOnlyMemory<byte> body, string subject)
    {
        if (DataCheck.Check(body.Span) is { } rejection) return (null, Problem.Of(400, rejection));
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = DataCheck.MaxDepth + 1 });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) return (null, new Problem(400, RejectionCodes.NotAnObject, "An order is a JSON object."));
        if (JsonMembers.Unknown(root, subject, "reason", "by", "dryRun") is { } unknown) return (null, unknown);
        foreach (var name in (string[])["reason", "by"])
            if (Member(name) is { } text && text.ValueKind != JsonValueKind.String) return Bad(name, $"{name} is a string");
        if (Member("dryRun") is { } only && only.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return Bad("dryRun", "dryRun is true or false");
        var order = new IdentityOrder(Member("reason")?.GetString(), Member("by")?.GetString(), Member("dryRun")?.GetBoolean() ?? false);
        if (subject == "with")
            return Member("with") is not { ValueKind: JsonValueKind.String } with || with.GetString() is not { Length: > 0 } other
                ? Bad("with", "with names the other customer (type:value, or an id that the store gave)")
                : CustomerRef.TryParse(other, out var customer, out var wrong) ? (order with { With = customer }, null) : Bad("with", $"with names a customer: {wrong}");
        if (Member("identifiers") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
            return Bad("identifiers", "identifiers is a list of identifiers (type:value), at least one");
        var identifiers = new List<Identifier>();
        foreach (var one in list.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.String) return Bad("identifiers", "identifiers is a list of strings");
            if (!Identifier.TryParse(one.GetString()!, out var identifier, out var bad)) return Bad("identifiers", $"identifiers: {bad}");
            identifiers.Add(identifier);
        }
        return (order with { Identifiers = identifiers }, null);

        JsonElement? Member(string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private static (IdentityOrder?, Problem?) Bad(string parameter, string detail) =>
        (null, new Problem(400, ProblemCodes.BadParameter, detail + ".") { Parameter = parameter });
}
