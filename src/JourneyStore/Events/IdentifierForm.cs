using System.Globalization;
using System.Text;

namespace JourneyStore.Events;

/// <summary>
/// The form in which identifiers are compared, when an event is bound and when a customer is looked up: two that have one form name one customer. An
/// event
/// keeps its identifiers as they came; a customer is listed under their form.
/// <list type="bullet">
/// <item><c>email</c>: without case, the part before the @ included, as practically every mail server reads it.</item>
/// <item>
/// <c>phone</c>: as E.164 where it can be read: an international number that begins with <c>+</c> or <c>00</c>, in whatever it is grouped, with
/// digits of any
/// script, and without the zero in parentheses that is dialled at home only. A number without its country can be anybody's and is compared as it is
/// written.
/// </item>
/// <item>Every other type: exactly.</item>
/// </list>
/// </summary>
public static class IdentifierForm
{
    /// <summary>The type of addresses of mail.</summary>
    public const string Email = "email";

    /// <summary>The type of telephone numbers.</summary>
    public const string Phone = "phone";

    private const int MostDigits = 15;
    private const int FewestDigits = 7;

    /// <summary>The identifier in the form in which it is compared; itself when it is in that form.</summary>
    public static Identifier Of(Identifier identifier) => identifier.Type switch
    {
        Email => identifier.Value.ToLowerInvariant() is var lower && lower == identifier.Value ? identifier : identifier with { Value = lower },
        Phone => E164(identifier.Value) is { } number && number != identifier.Value ? identifier with { Value = number } : identifier,
        _ => identifier,
    };

    /// <summary>A telephone number as E.164 writes it, <c>+</c> and 7 to 15 digits; null: it cannot be read as an international one.</summary>
    /// <param name="written">For instance <c>+49 (0)171 / 123-45 67</c> or <c>0049 171 1234567</c>.</param>
    public static string? E164(string written)
    {
        var text = Padding.Strip(written.AsSpan());
        if (text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase)) text = Padding.Strip(text[4..]);
        if (!text.IsEmpty && text[0] is '+' or '\uff0b') text = text[1..];
        else if (text.Length > 2 && Digit(text[0]) == 0 && Digit(text[1]) == 0) text = text[2..];
        else return null;

        var digits = new StringBuilder("+", MostDigits + 1);
        for (var i = 0; i < text.Length; i++)
        {
            // The zero of a trunk call, which whoever dials from abroad leaves out.
            if (text[i] == '(' && text[i..].StartsWith("(0)") && digits.Length > 1)
            {
                i += 2;
                continue;
            }
            if (Digit(text[i]) is { } digit) digits.Append((char)('0' + digit));
            else if (!IsGrouping(text[i])) return null;
            if (digits.Length > MostDigits + 1) return null;
        }
        return digits.Length > FewestDigits && digits[1] != '0' ? digits.ToString() : null;
    }

    private static int? Digit(char c) => CharUnicodeInfo.GetDecimalDigitValue(c) is var value and >= 0 ? value : null;

    private static bool IsGrouping(char c) =>
        c is '-' or '.' or '/' or '(' or ')' or '\u2212' or >= '\u2010' and <= '\u2015' || char.IsWhiteSpace(c)
            || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
