using JourneyStore.Events;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// Marten's tags of a batch's events, in its own format: one hstore value a type in the event's row, and a version for each value, by which a
/// boundary that read before
/// this batch finds that it is not so any more.
/// </summary>
internal static class WriteTags
{
    /// <summary>The tags of a row <c>u</c> with customer <c>c</c> and headers <c>h</c>.</summary>
    public const string OfRow =
        $"hstore('{CustomerTag.Name}', u.c) || case when u.h ? 'process' and u.h ? 'caseId' "
        + $"then hstore('{CaseTag.Name}', (u.h->>'process') || '/' || (u.h->>'caseId')) else ''::hstore end";

    // In the order in which Marten takes them.
    private static readonly string Versions =
        $"""
        insert into mt_dcb_tag_version as v (tag_table, tag_value, tenant_id, version)
        select x.kind, x.value, x.t, 1 from (
          select '{CustomerTag.Name}' as kind, u.c as value, u.t from {Sql.Rows("t", "c", "h")} u
          union
          select '{CaseTag.Name}', (u.h->>'process') || '/' || (u.h->>'caseId'), u.t from {Sql.Rows("t", "c", "h")} u where u.h ? 'process' and u.h ? 'caseId') x
        order by x.kind collate "C", x.value collate "C", x.t
        on conflict (tag_table, tag_value, tenant_id) do update set version = v.version + 1
        """;

    /// <summary>What a batch's events change for boundaries.</summary>
    public static Statement Of(IReadOnlyList<NewEvent> events) => new(
        Versions,
        [Sql.Texts(events.Column(e => (string?)e.Tenant)), Sql.Texts(events.Column(e => (string?)e.Customer)),
            Sql.Jsons(events.Column(e => e.Headers))]);
}
