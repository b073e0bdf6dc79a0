using System.Diagnostics.CodeAnalysis;
using JourneyStore.Events;

namespace JourneyStore.Engine.Reading;

/// <summary>How a caller names a customer: <c>type:value</c>, or a bare customer id.</summary>
/// <param name="Identifier">The identifier; type <c>id</c> for a bare id.</param>
public readonly record struct CustomerRef(Identifier Identifier)
{
    /// <summary>Our id when the reference is one; else null.</summary>
    public string? OwnId => Identifier.Type == Identifier.OwnType ? Identifier.Value : null;

    /// <summary>Reads a reference.</summary>
    /// <param name="text"><c>type:value</c> with the value percent-encoded where it must be, or a bare customer id.</param>
    /// <param name="reference">The reference when the answer is true.</param>
    /// <param name="problem">What was expected and found when the answer is false.</param>
    public static bool TryParse(string text, out CustomerRef reference, [NotNullWhen(false)] out string? problem)
    {
        var written = text.Contains(':') ? text : $"{Identifier.OwnType}:{text}";
        if (!Identifier.TryParse(written, out var identifier, out problem))
        {
            reference = default;
            return false;
        }
        reference = new CustomerRef(identifier);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => OwnId ?? Identifier.ToString();
}
