using System.Globalization;

namespace JourneyStore.Engine.Log;

/// <summary>
/// The name under which Marten keeps an event: its type, and from the second version of its data's shape on the version as well, as Marten names
/// versions (<c>survey.answered</c>, <c>survey.answered_v2</c>). So a program that knows only Marten reads every row by the right shape.
/// </summary>
internal static class StoredType
{
    private const string Mark = "_v";

    /// <summary>The stored name.</summary>
    public static string Of(string type, int version) => version == 1 ? type : string.Create(CultureInfo.InvariantCulture, $"{type}{Mark}{version}");

    /// <summary>The type's own name, when the stored one was made of that version.</summary>
    public static string TypeOf(string stored, int version) =>
        version != 1 && stored.EndsWith(string.Create(CultureInfo.InvariantCulture, $"{Mark}{version}"), StringComparison.Ordinal)
            ? stored[..stored.LastIndexOf(Mark, StringComparison.Ordinal)]
            : stored;
}
