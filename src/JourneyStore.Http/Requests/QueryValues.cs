using System.Globalization;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Ingestion;
using JourneyStore.Ingestion.CloudEvents;
using Microsoft.AspNetCore.Http;

namespace JourneyStore.Http.Requests;

/// <summary>Reads query parameters; what is outside its form or range is refused by name.</summary>
internal static class QueryValues
{
    /// <summary>Sees that no parameter is given but these.</summary>
    /// <exception cref="BadParameterException">The first other one.</exception>
    public static void Allow(this IQueryCollection query, params ReadOnlySpan<string> known)
    {
        if (query.Count == 0) return;
        foreach (var name in query.Keys)
        {
            var isKnown = false;
            foreach (var one in known) isKnown |= one.Equals(name, StringComparison.OrdinalIgnoreCase);
            if (isKnown) continue;
            var quoted = TextCheck.Quote(name);
            throw new BadParameterException(
                quoted.Trim('\''), $"{quoted} is no parameter of this route; " + (known.IsEmpty ? "it takes none in the query." : $"it takes {string.Join(", ", known!)}."));
        }
    }

    /// <summary>A text; null: absent or empty.</summary>
    public static string? Text(this IQueryCollection query, string name)
    {
        var values = query[name];
        if (values.Count > 1) throw Bad(name, "is given once", values.ToString());
        if (values.ToString() is not { Length: > 0 } text) return null;
        // No text that is kept has one, and a database would refuse the question.
        return text.Contains('\0') ? throw Bad(name, "has no NUL character", text) : text;
    }

    /// <summary>An integer; null: absent.</summary>
    public static long? Number(this IQueryCollection query, string name, long least, long most)
    {
        if (query.Text(name) is not { } text) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Bad(name, most == long.MaxValue ? $"is an integer from {least}" : $"is an integer from {least} to {most}", text);
    }

    /// <summary>How many entries of a list are asked for.</summary>
    public static int Limit(this IQueryCollection query, int unasked) => (int)(query.Number("limit", 1, 1_000) ?? unasked);

    /// <summary>True or false; absent: false.</summary>
    public static bool Flag(this IQueryCollection query, string name) => query.Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        var text => throw Bad(name, "is true or false", text),
    };

    /// <summary>A moment: RFC 3339, or a date, which is its midnight in UTC; null: absent.</summary>
    public static DateTimeOffset? Moment(this IQueryCollection query, string name)
    {
        if (query.Text(name) is not { } text) return null;
        // A plus sign that was not escaped arrives as a space.
        if (Rfc3339.TryParse(text.Replace(' ', '+'), out var moment)) return moment;
        if (Rfc3339.TryParse(text + "T00:00:00Z", out moment)) return moment;
        throw Bad(name, "is a time such as 2025-03-01T09:30:00Z", text);
    }

    private static BadParameterException Bad(string name, string expected, string found) =>
        new(name, $"{name} {expected}, found {TextCheck.Quote(found)}.");
}
