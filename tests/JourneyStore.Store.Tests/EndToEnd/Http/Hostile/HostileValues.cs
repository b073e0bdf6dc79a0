using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using JourneyStore.Engine.Catalog;

namespace JourneyStore.Store.Tests.EndToEnd.Http.Hostile;

/// <summary>Values that break programs, as JSON texts and as words.</summary>
internal static class HostileValues
{
    public static readonly string[] Times =
    [
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "1899-12-31T23:59:59Z", "1900-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "yesterday", "",
        "2026-01-01T25:00:00Z", "2016-12-31T23:59:60Z", "2026-01-01T00:00:00+99:99", "2026-01-01T00:00:00.123456789123456789Z", "+10000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1700000000", "-infinity", "2026-01-01", "2026-01-01T00:00:00Z\u0000",
    ];

    public static readonly string[] Numbers =
    [
        "0", "-0", "-1", "1e1000", "-1e1000", "1e1001", "1e-1000", "1e308", "1.7976931348623157e308", "-1e308", "5e-324", "79228162514264337593543950335",
        "-79228162514264337593543950335", "79228162514264337593543950336", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "2147483648",
        "1e999999999999", "0.1e-99999999999999999999", "NaN", "Infinity", "01", "1.", "+1", "0x10", new('9', 1_000), new('9', 1_001),
    ];

    public static readonly string[] Texts =
    [
        "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0007\"", "\"\\u202e\\ufeff\\u2028\"", "\"\\ud83d\\ude00\"", "\"'; drop table mt_events; --\"",
        "\"%00\"", "\"%ff%fe\"", "\"{{}}<script>\"", "\"unended", "\"\\x\"", "\"\\u12\"", "\"\u0001\"", "\"1e999\"", "\"true\"",
    ];

    public static readonly string[] OtherKinds = ["null", "true", "[]", "{}", "[null]", "{\"a\":null}", "", "nul", "{]", "//", "\uFEFF1"];

    private static readonly string[] Data =
    [
        "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"\":1,\"\":2}", "{\"\\u0000\":1}", "{\"\\ud800\":1}", Deep(60), Deep(61), Deep(20_000), Deep(20_000)[..20_000],
        DeepObject(60), DeepObject(61), $"[{Many("1e1000", 20_000)}]", $"[{Many("1e-1000", 30_000)}]", $"[{Many("1e308", 200)}]", $"{{{Keys(20_000)}}}", $"[{Many("{}", 80_000)}]",
        $"\"{new string('x', 300_000)}\"", $"\"{new string('\\', 100_000)}\"", $"{{\"subject\":\"{new string('s', 200_000)}\"}}", "{\"a\":1}{\"b\":2}", "{\"a\":1,}", "{'a':1}",
    ];

    private static readonly EventCatalog Catalogue = EventCatalog.Discover(typeof(EventCatalog).Assembly);

    /// <summary>A JSON text, or what wants to be one.</summary>
    public static string Json(Random chance) => chance.Next(5) switch
    {
        0 => One(chance, Numbers),
        1 => One(chance, Texts),
        2 => One(chance, OtherKinds),
        3 => $"\"{One(chance, Times)}\"",
        _ => One(chance, Data),
    };

    /// <summary>An event type of the catalogue with data whose every member is extreme.</summary>
    public static (string Type, string Data) Typed(Random chance)
    {
        var info = Catalogue.Types[chance.Next(Catalogue.Types.Count)];
        var members = info.ClrType.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)
            .Select(property => $"\"{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}\":{Extreme(chance, property.PropertyType)}");
        return (info.Name, $"{{{string.Join(',', members)}}}");
    }

    /// <summary>A word of random characters of three octets each, which nothing can pack.</summary>
    public static string Unpackable(Random chance, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => (char)chance.Next(0x4e00, 0x9fa5)));

    public static string One(Random chance, IReadOnlyList<string> values) => values[chance.Next(values.Count)];

    // Mostly of the right kind, so that it comes through to whoever reckons with it.
    private static string Extreme(Random chance, Type type)
    {
        if (chance.Next(12) == 0) return One(chance, OtherKinds[..6]);
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(decimal)) return One(chance, ["79228162514264337593543950335", "-79228162514264337593543950335", "1e28", "0.0000000000000000000000000001", "-1"]);
        if (type == typeof(double)) return One(chance, ["1.7976931348623157e308", "-1.7976931348623157e308", "5e-324", "1e308", "-0.0", "1e400"]);
        if (type == typeof(int)) return One(chance, ["2147483647", "-2147483648", "0", "2147483648"]);
        if (type == typeof(long)) return One(chance, ["9223372036854775807", "-9223372036854775808", "9223372036854775808"]);
        if (type == typeof(bool)) return One(chance, ["true", "false"]);
        if (type == typeof(DateTimeOffset)) return $"\"{One(chance, ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])}\"";
        return type != typeof(string) ? "{}" : chance.Next(4) switch
        {
            0 => $"\"{new string('x', 30_000)}\"",
            1 => $"\"{Unpackable(chance, 700)}\"",
            2 => One(chance, ["\"\"", "\" \"", "\"EUR\"", "\"\\u202e\"", "\"%\"", "\"/\""]),
            _ => $"\"{chance.Next(5)}\"",
        };
    }

    private static string Deep(int levels) => new string('[', levels) + new string(']', levels);

    private static string DeepObject(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);

    private static string Many(string one, int count) => string.Join(',', Enumerable.Repeat(one, count));

    private static string Keys(int count) =>
        string.Join(',', Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"k{i}\":0")));

    /// <summary>Octets that are not UTF-8, in the middle of a string.</summary>
    public static byte[] NotUtf8(string json)
    {
        var octets = Encoding.UTF8.GetBytes(json);
        var quote = Array.LastIndexOf(octets, (byte)'"');
        return quote < 0 ? [.. octets, 0xc3, 0x28] : [.. octets[..quote], 0xff, 0xc0, 0xaf, .. octets[quote..]];
    }
}
