using System.Text;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using static JourneyStore.Store.Tests.EndToEnd.Http.Hostile.HostileValues;

namespace JourneyStore.Store.Tests.EndToEnd.Http.Hostile;

/// <summary>Makes hostile requests to every other route from a seed: paths, parameters, cursors, bodies of questions.</summary>
internal sealed class HostileQuestions(int seed)
{
    private static readonly string[] Refs =
    [
        "crm:hostile-1", "crm:hostile-2", "crm:%00", "crm:a%2Fb", "%ff%fe", "%C3%28", ":", "crm:", "%3A%3A", "email:%zz", "email:%25zz", "..", "%2e%2e", "crm:%ED%A0%80", "id:nobody", "crm:%E4%BD%A0", "*",
        "crm:'%20or%201=1", new('a', 6_000),
    ];

    private static readonly string[] Words =
    [
        "", "0", "-1", "1", "1001", "1e3", "99999999999999999999", "9223372036854775807", "-9223372036854775808", "%00", "a%00b", "%ff", "%ED%A0%80", "nonsense", "1;2", "0x1", "%20", "+", "'--",
        "63000000000000000-1", "9223372036854775807-9223372036854775807", "MQ", "TmFOIGE", "SW5maW5pdHkgYQ", "LTFlOTk5IGE", "MSAA", "____", "=", "%C3%28", new('z', 5_000),
    ];

    private static readonly string[] Names = ["limit", "before", "after", "from", "to", "type", "asOf", "knownAt", "minPosition", "waitMs", "nothing"];

    private static readonly string[] Paths =
    [
        "/v1/customers/{0}", "/v1/customers/{0}/timeline", "/v1/customers/{0}/signals", "/v1/customers/{0}/context", "/v1/customers/{0}/nothing", "/v1/views", "/v1/views/{0}", "/v1/views/attention",
        "/v1/views/steps", "/v1/views/profile", "/v1/views/processes", "/v1/views/steps/{0}", "/v1/views/profile/{0}/{0}", "/v1/decisions/{0}", "/v1/decisions/{0}/explain", "/v1/held", "/v1/{0}", "/{0}",
    ];

#pragma warning disable RS0030 // seeded
    private readonly Random chance = new(seed);
#pragma warning restore RS0030

    public IEnumerable<HostileRequest> Take(int count)
    {
        for (var i = 0; i < count; i++) yield return chance.Next(4) == 0 ? Decision() : Question();
    }

    private HostileRequest Question()
    {
        var path = string.Format(null, One(chance, Paths), One(chance, Refs));
        var parameters = Enumerable.Range(0, chance.Next(0, 4)).Select(_ => $"{One(chance, Names)}={One(chance, chance.Next(3) == 0 ? [.. Times.Select(Uri.EscapeDataString)] : Words)}");
        var method = chance.Next(12) == 0 ? One(chance, ["DELETE", "PUT", "PATCH", "HEAD", "TRACE", "BREW"]) : "GET";
        return new HostileRequest($"{method} {path[..Math.Min(path.Length, 60)]}", RawHttp.Request(method, $"{path}?{string.Join('&', parameters)}", []));
    }

    private HostileRequest Decision()
    {
        var customer = chance.Next(3) == 0 ? Json(chance) : $"\"crm:hostile-{chance.Next(40)}\"";
        var facts = chance.Next(5) switch
        {
            0 => $"{{\"a\":\"{new string('f', chance.Next(100_000, 262_000))}\"}}",
            1 => $"{{\"a\":{new string('[', 58)}{new string(']', 58)}}}",
            2 => $"{{{string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"{i}\":1e99"))}}}",
            3 => $"{{\"priority\":{Json(chance)},\"queue\":{One(chance, Numbers)}}}",
            _ => Json(chance),
        };
        var position = chance.Next(2) == 0 ? "" : $",\"minPosition\":{One(chance, Numbers)}";
        var body = Encoding.UTF8.GetBytes($"{{\"customer\":{customer},\"facts\":{facts}{position}}}");
        var policy = One(chance, ["ticket-routing", "contact-suppression", "ticket-routing", "%00", "nothing", "é", new string('p', 3_000)]);
        return new HostileRequest("decision", RawHttp.Request("POST", $"/v1/decisions/{policy}", chance.Next(12) == 0 ? NotUtf8(Encoding.UTF8.GetString(body)) : body, ("Content-Type", "application/json")));
    }
}
