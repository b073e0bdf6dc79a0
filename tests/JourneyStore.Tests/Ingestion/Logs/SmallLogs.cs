using System.Globalization;
using System.Text;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>
/// Small logs in the shapes of the public ones that the sample maps were written for, made here: so the rules are checked where those
/// logs are not. Each has the traps that the public one is known for.
/// </summary>
internal static class SmallLogs
{
    private static readonly DateTime Start = new(2016, 2, 29, 8, 0, 0);

    private const string IncidentHeader =
        "number,ident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,"
        + "sys_updated_at,contact_type,location,category,category,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,knowledge,"
        + "u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at\n";

    /// <summary>
    /// An audit log of 40 incidents: each row is the state after an update and repeats the final times. Incident n is resolved n hours after
    /// it was opened and closed 100 + n hours after; every eighth has no time of resolution, every tenth was set to resolved before that
    /// time, every fifth missed its service level, every fourth was handed over, the last has no caller and a state that nobody knows.
    /// </summary>
    public static byte[] Incidents()
    {
        var text = new StringBuilder(IncidentHeader);
        for (var n = 1; n <= 40; n++)
        {
            var opened = Start.AddDays(n);
            var resolved = opened.AddHours(n);
            var isTimed = n % 8 != 0;
            var mod = 0;
            void Row(string state, DateTime at, int hops = 0, int reopens = 0, bool inTime = true, string priority = "3") =>
                text.Append(CultureInfo.InvariantCulture,
                $"INC{n:000},{state},true,{hops},{reopens},{mod++},{(inTime ? "true" : "false")},{(n == 40 ? "?" : n % 3 == 0 ? "1904" : $"{n}")},8,{Time(opened)},6,{Time(opened)},21,"
                + $"{Time(at)},Phone,143,55,170,72,?,2,2,{priority},56,?,true,false,Do Not Notify,?,?,?,?,5,149,{(isTimed ? Time(resolved) : "?")},{Time(opened.AddHours(100 + n))}\n");
            var hops = n % 4 == 0 ? 1 : 0;
            Row("New", opened);
            Row("Active", opened.AddMinutes(10), hops);
            // Two rows of one minute: the state moves within it.
            Row(n == 40 ? "-100" : "Awaiting User Info", opened.AddMinutes(10), hops);
            if (n % 10 == 0) Row("Resolved", resolved.AddMinutes(-30), hops);
            else if (n % 7 == 0)
            {
                Row("Resolved", resolved.AddMinutes(-40), hops);
                Row("Active", resolved.AddMinutes(-20), hops, 1);
            }
            Row("Resolved", resolved, hops, n % 7 == 0 && n % 10 != 0 ? 1 : 0, n % 5 != 0);
            Row("Closed", opened.AddHours(100 + n), hops, n % 7 == 0 && n % 10 != 0 ? 1 : 0, n % 5 != 0);
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A help desk's XES of 30 tickets; in every tenth the customer changes on the way, every third waits.</summary>
    public static byte[] HelpDesk()
    {
        var log = new StringBuilder("""<?xml version="1.0" encoding="utf-8" ?><log xes.version="1849-2016" xmlns="http://www.xes-standard.org/"><string key="origin" value="csv" />""");
        for (var n = 1; n <= 30; n++)
        {
            string[] steps = n % 3 == 0
                ? ["Assign seriousness", "Take in charge ticket", "Wait", "Resolve ticket", "Closed"]
                : ["Assign seriousness", "Take in charge ticket", "Resolve ticket", "Closed"];
            log.Append(CultureInfo.InvariantCulture, $"""<trace><string key="concept:name" value="Case {n}" />""");
            for (var i = 0; i < steps.Length; i++)
                log.Append(CultureInfo.InvariantCulture, $"""
                    <event><string key="concept:name" value="{steps[i]}" /><string key="org:resource" value="Value {i}" /><date key="time:timestamp" value="{Start.AddDays(n).AddHours(i * n):yyyy-MM-ddTHH:mm:ss}+00:00" />
                    <string key="customer" value="Value {(n % 10 == 0 && i > 2 ? 99 : n)}" /><string key="seriousness_2" value="Value 1" /><string key="workgroup" value="Value 1" /></event>
                    """);
            log.Append("</trace>");
        }
        return Encoding.UTF8.GetBytes(log.Append("</log>").ToString());
    }

    /// <summary>Hand-overs between support lines: 20 requests, activity and life cycle, dummies declared globally, statistics on the log.</summary>
    public static byte[] HandOvers()
    {
        var log = new StringBuilder("""
            <?xml version="1.0" encoding="UTF-8" ?><!-- a remark --><log xes.version="1.0" xmlns="http://www.xes-standard.org/"><extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
            <global scope="event"><string key="organization involved" value="UNKNOWN"/></global><classifier name="Activity classifier" keys="concept:name lifecycle:transition"/><float key="meta:x" value="7.6"><float key="y" value="1"/></float>
            """);
        for (var n = 1; n <= 20; n++)
        {
            log.Append(CultureInfo.InvariantCulture, $"""<trace><string key="concept:name" value="1-{n:000000}"/>""");
            var at = Start.AddDays(n);
            void Step(string name, string cycle, string organisation = "Org line A2") => log.Append(CultureInfo.InvariantCulture, $"""
                <event><string key="org:group" value="S1"/><string key="organization involved" value="{organisation}"/><string key="concept:name" value="{name}"/><string key="impact" value="Medium"/>
                <string key="lifecycle:transition" value="{cycle}"/><date key="time:timestamp" value="{at = at.AddHours(1):yyyy-MM-ddTHH:mm:ss}+01:00"/></event>
                """);
            Step("Accepted", "In Progress");
            for (var i = 0; i < n % 3; i++)
            {
                Step("Queued", "Awaiting Assignment", "UNKNOWN");
                Step("Accepted", i == 0 ? "Assigned" : "Wait - User");
            }
            Step("Completed", n % 2 == 0 ? "Resolved" : "In Call");
            Step("Completed", "Closed");
            log.Append("</trace>");
        }
        return Encoding.UTF8.GetBytes(log.Append("</log>").ToString());
    }

    /// <summary>Four requests for compensation, with offsets, a creator on each trace and costs as text.</summary>
    public static byte[] Requests()
    {
        var log = new StringBuilder("""<?xml version='1.0' encoding='UTF-8'?><log><string key="creator" value="x"/><classifier name="Activity" keys="Activity"/>""");
        for (var n = 1; n <= 4; n++)
        {
            log.Append(CultureInfo.InvariantCulture, $"""<trace><string key="concept:name" value="{n}"/><string key="creator" value="x"/>""");
            string[] steps = ["register request", "examine casually", "decide", n % 2 == 0 ? "pay compensation" : "reject request"];
            for (var i = 0; i < steps.Length; i++)
                log.Append(CultureInfo.InvariantCulture, $"""
                    <event><string key="concept:name" value="{steps[i]}"/><string key="org:resource" value="Pete"/><date key="time:timestamp" value="{Start.AddDays(n).AddHours(i * 10 * n):yyyy-MM-ddTHH:mm:ss.fff}+01:00"/><string key="Costs" value="{50 * i}"/></event>
                    """);
            log.Append("</trace>");
        }
        return Encoding.UTF8.GetBytes(log.Append("</log>").ToString());
    }

    /// <summary>
    /// Orders as object-centric events, not in the order of time and with the events before the objects: 12 orders of three customers, every
    /// fourth reminded of its payment, whose price rises before it is paid; each is paid n hours after it is placed, and packed with its neighbour.
    /// </summary>
    public static byte[] Orders()
    {
        var (events, objects) = (new List<string>(), new List<string>());
        static string At(int n, int hours) => Start.AddDays(n).AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        void Event(string type, int n, int hours, params string[] relations) => events.Insert(events.Count / 2,
            $$"""{ "id": "{{type.Replace(' ', '_')}}_{{n}}", "type": "{{type}}", "time": "{{At(n, hours)}}", "attributes": [], "relationships": [{{string.Join(',', relations.Select(r => $$"""{ "objectId": "{{r}}", "qualifier": "x" }"""))}}] }""");
        for (var n = 1; n <= 12; n++)
        {
            Event("place order", n, 0, $"c{n % 3}", $"o{n}", $"i{n}a", $"i{n}b");
            Event("confirm order", n, 1, $"c{n % 3}", $"o{n}");
            if (n % 4 == 0) Event("payment reminder", n, 2, $"o{n}");
            Event("pay order", n, 3 + n, $"o{n}", $"i{n}a", $"i{n}b");
            Event("pick item", n, 4, $"i{n}a");
            if (n > 9) Event("send package", n, 5, $"p{n % 3}");
            objects.Add($$"""
                { "id": "o{{n}}", "type": "orders", "attributes": [{ "name": "price", "time": "1970-01-01T00:00:00+00:00", "value": {{n}}.50 }, { "name": "price", "time": "{{At(n, 2)}}", "value": {{n + 1}}.50 }],
                  "relationships": [{ "objectId": "i{{n}}a", "qualifier": "comprises" }, { "objectId": "i{{n}}b", "qualifier": "comprises" }] }
                """);
            objects.Add($$"""{ "id": "i{{n}}a", "type": "items", "attributes": [], "relationships": [] }""");
            objects.Add($$"""{ "id": "i{{n}}b", "type": "items", "attributes": [], "relationships": [] }""");
        }
        for (var c = 0; c < 3; c++)
        {
            var own = Enumerable.Range(1, 12).Where(n => n % 3 == c).ToList();
            objects.Add($$"""{ "id": "c{{c}}", "type": "customers", "attributes": [], "relationships": [{{string.Join(',', own.Select(n => $$"""{ "objectId": "o{{n}}", "qualifier": "places" }"""))}}] }""");
            objects.Add($$"""{ "id": "p{{c}}", "type": "packages", "attributes": [], "relationships": [{{string.Join(',', own.Select(n => $$"""{ "objectId": "i{{n}}a", "qualifier": "contains" }"""))}}] }""");
        }
        return Encoding.UTF8.GetBytes($$"""{ "eventTypes": [], "objectTypes": [], "events": [{{string.Join(',', events)}}], "objects": [{{string.Join(',', objects)}}] }""");
    }

    private static string Time(DateTime at) => at.ToString("d/M/yyyy HH:mm", CultureInfo.InvariantCulture);
}
