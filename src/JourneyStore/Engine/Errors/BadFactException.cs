namespace JourneyStore.Engine.Errors;

/// <summary>A fact that a policy does not know or cannot read. Code <c>bad-fact</c>.</summary>
/// <param name="fact">The fact's name as it was told.</param>
/// <param name="message">What was expected and found, and which facts the policy takes.</param>
public sealed class BadFactException(string fact, string message) : StoreException("bad-fact", message)
{
    /// <summary>The fact's name as it was told.</summary>
    public string Fact => fact;
}
