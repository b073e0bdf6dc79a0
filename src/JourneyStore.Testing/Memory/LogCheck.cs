using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>Looks for what must never be.</summary>
internal static class LogCheck
{
    public static IReadOnlyList<string> Run(Contents contents)
    {
        var problems = new List<string>();
        Count(problems, "streams whose events are not numbered without holes", contents.Streams.Values.Count(stream =>
            stream.ByVersion.Where((e, i) => e.Stored.Version != i + 1).Any() || stream.ByOccurrence.Count != stream.ByVersion.Count));
        Count(problems, "events of the log that their stream does not have", contents.Log.Count - contents.Streams.Values.Sum(s => s.ByVersion.Count));
        Count(problems, "events without their key", contents.Log.Count(e =>
            !contents.Index.TryGetValue(new TenantKey(e.Stored.Tenant, e.Key), out var known) || known.Position != e.Stored.Position));
        Count(problems, "keys without their event, held or stored", contents.Index.Count - contents.Log.Count - contents.Held.Count);
        Count(problems, "identifiers of customers that do not exist", contents.Identifiers.Count(i =>
            !contents.Streams.ContainsKey(new CustomerKey(i.Key.Tenant, i.Value))));
        return problems;
    }

    private static void Count(List<string> problems, string rule, int breaches)
    {
        if (breaches != 0) problems.Add($"{Math.Abs(breaches)} {rule}");
    }
}
