namespace JourneyStore.Events;

/// <summary>The form in which telephone numbers are compared (<see cref="IdentifierForm"/>).</summary>
/// <param name="region">Country of numbers that do not say it; null: none.</param>
internal sealed class PhoneForm(string? region)
{
    // What is read may be read once more as something shorter (a trunk zero after a trunk zero); a writing that needs more is nobody's.
    private const int MostReadings = 4;

    public string Of(string written)
    {
        if (DialledNumber.IsInternationalForm(written)) return Settled(written);
        // A parenthesis before the country says nothing: (+49) 171 … is +49 171 …
        var opened = written is ['(', '+' or '0', ..] && !written.StartsWith("(0)", StringComparison.Ordinal) ? written[1..] : written;
        if (DialledNumber.Read(opened) is not { } number) return written;
        if (!number.IsInternational) return region is not null && NumberingPlans.Valid(number.Digits, region) is { } own ? Settled(own) : written;
        // In some countries the zero is part of the number (+39 (0)6 …), so the plan is asked with it first.
        if (number.Digits != number.WithoutTrunkZero && NumberingPlans.Valid("+" + number.Digits, null) is { } whole) return Settled(whole);
        return number.International is { } international ? Settled(international) : written;
    }

    /// <summary>An international number as its plan writes it, once that stays as it is; what no plan knows, as it is.</summary>
    private static string Settled(string international)
    {
        var current = international;
        for (var readings = 0; readings < MostReadings; readings++)
        {
            if (!NumberingPlans.MayHaveTrunkPrefix(current) || NumberingPlans.Possible(current) is not { } next || next == current) return current;
            current = next;
        }
        return international;
    }
}
