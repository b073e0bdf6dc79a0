using System.Buffers.Text;

namespace JourneyStore.Engine.Intake.Checks;

/// <summary>Which numbers are kept: all that fit, with room to spare, into the database's exact numbers.</summary>
internal static class JsonNumbers
{
    /// <summary>Most characters of a number as written.</summary>
    public const int MaxDigits = 1_000;

    /// <summary>Largest exponent, either way.</summary>
    public const int MaxExponent = 1_000;

    /// <summary>
    /// Most characters by which the numbers of one value may grow together: a database of JSON keeps <c>1e1000</c> small but gives it back
    /// written out, and a few hundred kilobytes of such would come back as many megabytes.
    /// </summary>
    public const int MaxGrowth = 64 * 1024;

    /// <summary>How many more characters a number that <see cref="Fits"/> has when it is written without an exponent, at most.</summary>
    public static int GrowthOf(ReadOnlySpan<byte> written)
    {
        var e = written.IndexOfAny((byte)'e', (byte)'E');
        return e >= 0 && Utf8Parser.TryParse(written[(written[e + 1] == '+' ? e + 2 : e + 1)..], out int exponent, out _) ? Math.Abs(exponent) : 0;
    }

    /// <summary>Whether a number is kept.</summary>
    /// <param name="written">A number that a JSON reader has accepted.</param>
    public static bool Fits(ReadOnlySpan<byte> written)
    {
        if (written.Length > MaxDigits) return false;
        var e = written.IndexOfAny((byte)'e', (byte)'E');
        if (e < 0) return true;
        var exponent = 0;
        foreach (var c in written[(e + 1)..])
        {
            if (c is (byte)'+' or (byte)'-') continue;
            exponent = exponent * 10 + (c - '0');
            if (exponent > MaxExponent) return false;
        }
        return true;
    }
}
