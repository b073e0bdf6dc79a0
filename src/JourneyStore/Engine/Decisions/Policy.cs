namespace JourneyStore.Engine.Decisions;

/// <summary>
/// Base of a policy: what a process step should do now for this customer. Pure: the same <see cref="DecisionInput"/> gives the same
/// <see cref="Verdict"/>, which is how a decision is explained later. Found by itself.
/// </summary>
public abstract class Policy
{
    /// <summary>Lower-case name, the last part of <c>POST /v1/decisions/{policy}</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Raised with every change that can change an outcome.</summary>
    public abstract int Version { get; }

    /// <summary>One sentence for the inventory: what it decides, and the outcomes.</summary>
    public abstract string Describes { get; }

    /// <summary>
    /// The facts that it takes, none of which need be told; default: none. A question with another fact, or with one that is not what its kind says,
    /// is refused
    /// (<c>bad-fact</c>) before the policy is asked.
    /// </summary>
    public virtual IReadOnlyList<Fact> Facts => [];

    /// <summary>Decides.</summary>
    public abstract Verdict Decide(DecisionInput input);
}

/// <summary>What a policy decided and why.</summary>
/// <param name="Outcome">One lower-case word, for instance <c>senior-queue</c>.</param>
/// <param name="Reasons">Plain sentences, the weightiest first; never empty.</param>
/// <param name="Evidence">The events that the reasons rest on.</param>
public sealed record Verdict(string Outcome, IReadOnlyList<string> Reasons, IReadOnlyList<Evidence> Evidence);

/// <summary>An event that a decision rests on.</summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="EventId">The producer's id.</param>
public sealed record Evidence(long Position, string EventId);
