using System.IO.Enumeration;
using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>A pattern for values in which <c>*</c> stands for any text: <c>Awaiting *</c>.</summary>
internal readonly struct Glob(string written)
{
    private readonly string exact = Padding.Strip(written) ?? "";

    public bool IsPattern { get; } = written.Contains('*');

    // A question mark and a backslash are ordinary letters here, unlike in file names.
    private readonly string escaped = written.Replace("\\", "\\\\").Replace("?", "\\?");

    public bool Matches(string value) =>
        IsPattern ? FileSystemName.MatchesSimpleExpression(escaped, value, ignoreCase: false) : exact == value;
}
