using System.Buffers.Text;

namespace JourneyStore.Engine.Intake.Checks;

/// <summary>Looks into the escapes of a JSON string for what JSON allows but no text may hold.</summary>
internal static class JsonEscapes
{
    /// <summary>The code of what is wrong with a string's content as written, without its quotes; null: nothing.</summary>
    /// <param name="written">A string that a JSON reader has accepted, so every escape is complete.</param>
    public static string? Problem(ReadOnlySpan<byte> written)
    {
        for (var at = written.IndexOf((byte)'\\'); at >= 0;)
        {
            var next = at + 2;
            if (written[at + 1] == 'u')
            {
                next = at + 6;
                var unit = Unit(written, at);
                if (unit == 0) return RejectionCodes.DataNul;
                if (char.IsLowSurrogate((char)unit)) return RejectionCodes.DataLoneSurrogate;
                if (char.IsHighSurrogate((char)unit))
                {
                    if (next + 6 > written.Length || written[next] != '\\' || written[next + 1] != 'u'
                        || !char.IsLowSurrogate((char)Unit(written, next)))
                        return RejectionCodes.DataLoneSurrogate;
                    next += 6;
                }
            }
            var rest = written[next..].IndexOf((byte)'\\');
            at = rest < 0 ? -1 : next + rest;
        }
        return null;
    }

    private static int Unit(ReadOnlySpan<byte> written, int backslash) =>
        Utf8Parser.TryParse(written.Slice(backslash + 2, 4), out int unit, out _, 'x') ? unit : 0;
}
