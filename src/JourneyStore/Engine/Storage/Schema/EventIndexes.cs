using Weasel.Core;

namespace JourneyStore.Engine.Storage.Schema;

/// <summary>
/// The indexes of ours on Marten's events: a customer's and a case's events in the order they occurred. When an event occurred and its case are in
/// its headers (<c>at</c>:
/// microseconds since 1970; <c>case</c>: the case's key); one that came past the intake occurred when it was recorded. Marten is told to leave them
/// alone (<c>IgnoreIndex</c>).
/// </summary>
internal static class EventIndexes
{
    /// <summary>When an event of <c>mt_events</c> occurred, in microseconds since 1970; <c>{0}</c> stands for the row's name and a point.</summary>
    public const string At = "coalesce(({0}headers->>'at')::bigint, (extract(epoch from ({0}\"timestamp\" - '1970-01-01T00:00:00Z'::timestamptz)) * 1000000)::bigint)";

    /// <summary>The key of its case.</summary>
    public const string Case = "(({0}headers->>'case')::uuid)";

    private const string ByCustomer = "js_events_customer";
    private const string ByCase = "js_events_case";

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [ByCustomer, ByCase];

    /// <summary>They, as objects of the schema.</summary>
    public static IEnumerable<ISchemaObject> Objects(string schema)
    {
        var (at, @case) = (Bare(At), Bare(Case));
        yield return new RawIndex(schema, ByCustomer, $"create index if not exists {ByCustomer} on {schema}.mt_events (tenant_id, stream_id, ({at}), seq_id);");
        yield return new RawIndex(
            schema, ByCase, $"create index if not exists {ByCase} on {schema}.mt_events (tenant_id, {@case}, ({at}), seq_id) where {@case} is not null;");
    }

    private static string Bare(string expression) => expression.Replace("{0}", "", StringComparison.Ordinal);
}
