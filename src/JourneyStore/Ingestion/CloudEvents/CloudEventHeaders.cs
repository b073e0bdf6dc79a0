using System.Text;
using System.Text.Encodings.Web;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;

namespace JourneyStore.Ingestion.CloudEvents;

/// <summary>The binary mode of the HTTP binding of CloudEvents 1.0: attributes in <c>ce-*</c> headers, the body is the data.</summary>
public static class CloudEventHeaders
{
    /// <summary>What the names of the headers start with.</summary>
    public const string Prefix = "ce-";

    /// <summary>Reads one event.</summary>
    /// <param name="ceHeaders">The <c>ce-*</c> headers, names with their prefix in any case; a header given twice comes twice.</param>
    /// <param name="contentType">The <c>Content-Type</c>, which is the event's <c>datacontenttype</c>; null: none, which means JSON.</param>
    /// <param name="body">The body; empty: the event has no data. The candidate may refer to this memory.</param>
    /// <param name="maxEventBytes">Most bytes of the body.</param>
    public static CloudEventResult Read(
        IEnumerable<KeyValuePair<string, string>> ceHeaders, string? contentType, ReadOnlyMemory<byte> body, int maxEventBytes = int.MaxValue)
    {
        var attributes = new AttributeSet();
        string? id = null, source = null;
        Rejection? problem = null;
        foreach (var (header, written) in ceHeaders)
        {
            if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            var found = Take(header.AsSpan(Prefix.Length), written, contentType, ref attributes, ref id, ref source);
            problem ??= found;
        }
        if (contentType is not null) problem ??= attributes.Set(KnownAttribute.DataContentType, contentType);
        if (body.Length > maxEventBytes) problem = CandidateCheck.TooLarge(body.Length, maxEventBytes);
        ReadOnlyMemory<byte> data = default;
        var isBase64 = false;
        problem ??= EventData.Read(attributes.DeclaredType, body, out data, out isBase64);
        if (problem is null)
        {
            if (attributes.Build(data, isBase64, out var missing) is { } candidate) return CloudEventResult.Read(candidate);
            problem = missing;
        }
        return CloudEventResult.Rejected(problem.Value, id, source);
    }

    private static Rejection? Take(
        ReadOnlySpan<char> header, string written, string? contentType, ref AttributeSet attributes, ref string? id, ref string? source)
    {
        Span<byte> name = stackalloc byte[AttributeNames.MaxLength];
        if (header.Length > name.Length || !Ascii.ToLower(header, name, out var length).Equals(System.Buffers.OperationStatus.Done))
            return CandidateCheck.Bad(TextCheck.Quote(header), $"is not an attribute's name: 1 to {AttributeNames.MaxLength} of a-z 0-9");
        name = name[..length];
        if (!HeaderValue.TryDecode(written, out var text))
            return CandidateCheck.Bad(Encoding.ASCII.GetString(name), $"has percent-encoded octets that are not UTF-8 (a percent sign is written %25), found {TextCheck.Quote(written)}");

        var attribute = AttributeNames.Recognise(name);
        switch (attribute)
        {
            case KnownAttribute.None:
                return AttributeNames.IsExtensionName(name)
                    ? SetExtension(Encoding.ASCII.GetString(name), text, ref attributes)
                    : CandidateCheck.Bad(TextCheck.Quote(header), $"is not an attribute's name: 1 to {AttributeNames.MaxLength} of a-z 0-9");
            case KnownAttribute.Data or KnownAttribute.DataBase64:
                return CandidateCheck.Bad(AttributeNames.Of(attribute), "is no header; the body is the data");
            case KnownAttribute.DataContentType:
                // The binding forbids the header; a producer that says the same twice does no harm.
                return text == contentType ? null : CandidateCheck.Bad("datacontenttype", "is told by Content-Type and by nothing else");
            case KnownAttribute.Id when Padding.Strip(text) is { } named && TextCheck.Problem(named) is null:
                id ??= named;
                break;
            case KnownAttribute.Source when Padding.Strip(text) is { } named && TextCheck.Problem(named) is null:
                source ??= named;
                break;
        }
        return attributes.See(attribute) ?? attributes.Set(attribute, text);
    }

    private static Rejection? SetExtension(string name, string text, ref AttributeSet attributes) =>
        text.Length > 0 && TextCheck.Problem(text, CandidateCheck.MaxExtensionLength) is { } problem
            ? CandidateCheck.Bad(name, problem)
            : attributes.SetExtension(name, $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"");
}
