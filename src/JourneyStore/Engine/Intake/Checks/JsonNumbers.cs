namespace JourneyStore.Engine.Intake.Checks;

/// <summary>Which numbers are kept: all that fit, with room to spare, into the database's exact numbers.</summary>
internal static class JsonNumbers
{
    /// <summary>Most characters of a number as written.</summary>
    public const int MaxDigits = 1_000;

    /// <summary>Largest exponent, either way.</summary>
    public const int MaxExponent = 1_000;

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
