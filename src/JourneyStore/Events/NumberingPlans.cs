using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.RegularExpressions;
using PhoneNumbers;

namespace JourneyStore.Events;

/// <summary>The numbering plans of the world, as libphonenumber has them: data of the build, the same in every process of one version.</summary>
internal static class NumberingPlans
{
    private const int LongestCallingCode = 3;

    // The plans of satellites, free calls and other things that are everywhere.
    private const string NoCountry = "001";

    private static readonly Lazy<PhoneNumberUtil> Plans = new(() => PhoneNumberUtil.GetInstance());
    private static readonly Lazy<FrozenSet<int>> CallingCodes = new(() => Plans.Value.GetSupportedCallingCodes().ToFrozenSet());
    private static readonly ConcurrentDictionary<int, Regex?> TrunkPrefixes = [];

    /// <summary>Whether a region's plan is known: two capital letters of ISO 3166.</summary>
    public static bool Know(string region) => region.Length == 2 && Plans.Value.GetSupportedRegions().Contains(region);

    /// <summary>
    /// Whether an international number, <c>+</c> and digits, has digits after its country that are dialled at home only, or may have: what has none
    /// is read as it is written, and need not be read.
    /// </summary>
    public static bool MayHaveTrunkPrefix(string international)
    {
        var code = 0;
        for (var length = 1; length <= LongestCallingCode && length < international.Length; length++)
        {
            code = code * 10 + (international[length] - '0');
            if (CallingCodes.Value.Contains(code))
                return TrunkPrefixes.GetOrAdd(code, TrunkPrefix)?.IsMatch(international.AsSpan(length + 1)) is true;
        }
        return false;
    }

    /// <summary>As E.164, when it has a length that its plan allows; else null.</summary>
    /// <param name="international"><c>+</c> and digits.</param>
    public static string? Possible(string international) =>
        Read(international, null) is { } number && Plans.Value.IsPossibleNumberWithReason(number) == PhoneNumberUtil.ValidationResult.IS_POSSIBLE
            ? Plans.Value.Format(number, PhoneNumberFormat.E164) : null;

    /// <summary>As E.164, when it is a number of its plan; else null.</summary>
    /// <param name="digits">With <c>+</c> and its country, or as it is dialled in the region.</param>
    /// <param name="region">The region; null: the number says its country.</param>
    public static string? Valid(string digits, string? region) =>
        Read(digits, region) is { } number && Plans.Value.IsValidNumber(number) ? Plans.Value.Format(number, PhoneNumberFormat.E164) : null;

    private static PhoneNumber? Read(string digits, string? region)
    {
        try
        {
            return Plans.Value.Parse(digits, region);
        }
        catch (NumberParseException)
        {
            // No plan knows it; the library has no other way to say so.
            return null;
        }
    }

    private static Regex? TrunkPrefix(int callingCode)
    {
        var region = Plans.Value.GetRegionCodeForCountryCode(callingCode);
        var plan = region == NoCountry ? Plans.Value.GetMetadataForNonGeographicalRegion(callingCode)
            : Plans.Value.GetMetadataForRegion(region);
        return plan?.NationalPrefixForParsing is { Length: > 0 } pattern ? new Regex($"^(?:{pattern})", RegexOptions.CultureInvariant) : null;
    }
}
