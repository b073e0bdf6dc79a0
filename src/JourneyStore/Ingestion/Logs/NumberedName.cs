using System.Globalization;

namespace JourneyStore.Ingestion.Logs;

/// <summary>
/// Tells things of one name apart by a number, <c>name~2</c>, so that a name that is made up is never one that stands in the file: a name
/// that ends like that by itself gets a number from the first one on, <c>name~2~1</c>.
/// </summary>
internal static class NumberedName
{
    /// <summary>The name of one of several.</summary>
    /// <param name="name">As it stands in the file.</param>
    /// <param name="occurrence">Which of that name it is, 1-based.</param>
    public static string Of(string name, int occurrence) =>
        occurrence == 1 && !LooksMade(name) ? name : $"{name}~{occurrence.ToString(CultureInfo.InvariantCulture)}";

    private static bool LooksMade(string name)
    {
        var tilde = name.LastIndexOf('~');
        return tilde >= 0 && tilde + 1 < name.Length && name.AsSpan(tilde + 1).IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
