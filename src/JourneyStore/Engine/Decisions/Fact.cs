namespace JourneyStore.Engine.Decisions;

/// <summary>Something that a process may say of the step at hand when it asks a policy. What a policy does not declare, it does not take.</summary>
public sealed record Fact
{
    private Fact(string name, FactKind kind, string meaning) => (Name, Kind, Meaning) = (name, kind, meaning);

    /// <summary>Its name in <c>facts</c>, camelCase, compared exactly.</summary>
    public string Name { get; }

    /// <summary>What it is read as.</summary>
    public FactKind Kind { get; }

    /// <summary>What it says, in a few words, for people.</summary>
    public string Meaning { get; }

    /// <summary>The words that it may be, compared without case; empty for all kinds but <see cref="FactKind.OneOf"/>.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>A text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="meaning">What it says.</param>
    public static Fact Text(string name, string meaning) => new(name, FactKind.Text, meaning);

    /// <summary>A number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="meaning">What it says, and its unit.</param>
    public static Fact Number(string name, string meaning) => new(name, FactKind.Number, meaning);

    /// <summary>A rank, 1 the highest.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="meaning">What it says.</param>
    public static Fact Rank(string name, string meaning) => new(name, FactKind.Rank, meaning);

    /// <summary>True or false.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="meaning">What it says when it is true.</param>
    public static Fact Flag(string name, string meaning) => new(name, FactKind.Flag, meaning);

    /// <summary>A moment.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="meaning">The moment of what.</param>
    public static Fact Moment(string name, string meaning) => new(name, FactKind.Moment, meaning);

    /// <summary>One of a few words.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="meaning">What it says.</param>
    /// <param name="words">The words.</param>
    public static Fact OneOf(string name, string meaning, params IReadOnlyList<string> words) => new(name, FactKind.OneOf, meaning) { Words = words };
}

/// <summary>What a fact is read as. The value <c>null</c> is a fact that is not said, whatever its kind; so is a blank text.</summary>
public enum FactKind
{
    /// <summary>A JSON string.</summary>
    Text,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>
    /// A whole number from 1, 1 the highest: a JSON number, or a string that is it or begins with it and a blank, as desks write them (<c>3</c>,
    /// <c>"3"</c>,
    /// <c>"3 - Moderate"</c>).
    /// </summary>
    Rank,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>A JSON string with an RFC 3339 timestamp.</summary>
    Moment,

    /// <summary>A JSON string that is one of the fact's words, in any case.</summary>
    OneOf,
}
