using System.Text;

namespace JourneyStore.Engine.Errors;

/// <summary>What an exception of a fold or a reaction says, in a form that any database keeps.</summary>
internal static class ReasonText
{
    private const int Longest = 500;

    /// <summary>Its type and message; at most 500 characters, without NUL and without halves of characters, for which text columns have no
    /// place.</summary>
    public static string Of(Exception reason)
    {
        var text = $"{reason.GetType().Name}: {reason.Message}";
        if (text.Length > Longest) text = text[..Longest] + "…";
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', ' ');
    }
}
