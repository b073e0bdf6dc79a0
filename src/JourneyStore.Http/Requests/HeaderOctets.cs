using System.Text;
using System.Text.Unicode;
using JourneyStore.Ingestion.CloudEvents;

namespace JourneyStore.Http.Requests;

/// <summary>
/// The octets of headers that carry attributes of events. The standard asks for percent-encoding, and yet the most used client writes texts as they
/// are, in
/// Latin-1 or in UTF-8. A server that insists on UTF-8 answers such a request before anybody has seen the event; so each octet is taken for a
/// character
/// first, and what the octets say is found out when they are read.
/// </summary>
internal static class HeaderOctets
{
    /// <summary>
    /// How the server is to decode a header: those of events octet by octet, all others as the application says; where it says nothing, as UTF-8 and
    /// what is
    /// none as Latin-1, where the server itself would refuse the request.
    /// </summary>
    /// <param name="others">What the application says.</param>
    public static Func<string, Encoding?> Selector(Func<string, Encoding?> others) =>
        name => name.StartsWith(CloudEventHeaders.Prefix, StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : others(name)
            ?? OctetsAsText.Instance;

    /// <summary>What a header says whose octets were taken for characters: UTF-8 where they are that, else Latin-1.</summary>
    /// <remarks>A text with a character that is no octet was decoded by somebody else, and stays.</remarks>
    public static string Read(string value)
    {
        if (Ascii.IsValid(value) || value.AsSpan().IndexOfAnyExceptInRange('\0', '\u00ff') >= 0) return value;
        var octets = Encoding.Latin1.GetBytes(value);
        return Utf8.IsValid(octets) ? Encoding.UTF8.GetString(octets) : value;
    }
}
