using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace JourneyStore.Engine.Identity;

/// <summary>
/// Values of a type that name nobody. They are compared without case, blanks and marks that nobody sees. One that ends with <c>@</c> stands for
/// addresses of that name at whatever domain, one that begins with <c>@</c> for every address there. A value of zeros and punctuation alone
/// (<c>0</c>, <c>000-000</c>, <c>-</c>) names nobody in any type.
/// </summary>
internal sealed class BlockedValues
{
    private readonly FrozenSet<string> blocked;
    private readonly FrozenSet<string> allowed;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> parts;

    /// <param name="blocked">What names nobody, bare.</param>
    /// <param name="allowed">What names somebody though it would not, bare.</param>
    public BlockedValues(IEnumerable<string> blocked, IEnumerable<string> allowed)
    {
        (this.blocked, this.allowed) = (blocked.ToFrozenSet(StringComparer.Ordinal), allowed.ToFrozenSet(StringComparer.Ordinal));
        parts = this.blocked.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether a value, in the form in which it is compared, names nobody.</summary>
    public bool Have(string value)
    {
        var bare = Bare(value);
        if (blocked.Contains(bare)) return true;
        if (allowed.Contains(bare)) return false;
        var at = bare.IndexOf('@', StringComparison.Ordinal);
        return at >= 0 && (parts.Contains(bare.AsSpan(0, at + 1)) || parts.Contains(bare.AsSpan(at))) || SaysNothing(bare);
    }

    /// <summary>A value as it is compared with the list; itself when it is so already.</summary>
    public static string Bare(string value)
    {
        var isBare = true;
        foreach (var c in value) isBare &= c is > ' ' and < 'A' or > 'Z' and < '\u007f';
        if (isBare) return value;
        var bare = new StringBuilder(value.Length);
        foreach (var c in value)
            if (!IsUnseen(c)) bare.Append(char.ToLowerInvariant(c));
        return bare.ToString();
    }

    private static bool IsUnseen(char c) =>
        char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format;

    private static bool SaysNothing(string bare)
    {
        foreach (var c in bare)
            if (!(IsMark(c) || CharUnicodeInfo.GetDecimalDigitValue(c) == 0)) return false;
        return true;
    }

    private static bool IsMark(char c) => char.IsPunctuation(c) || c is '+' or '=' or '<' or '>' or '|' or '~' or '$' or '^' or '`';
}
