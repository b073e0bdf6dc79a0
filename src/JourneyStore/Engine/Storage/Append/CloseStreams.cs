using JourneyStore.Engine.Storage.Schema;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// What a batch writes of customers who have joined others: their streams take no more events (for a program that only knows Marten they are
/// archived; their
/// events are not), and they have no rows of inline views any more. Whoever remembers such a stream finds that it stands elsewhere.
/// </summary>
/// <param name="views">The inline views.</param>
internal sealed class CloseStreams(IReadOnlyList<ViewTable> views)
{
    private static readonly string Close =
        $"""
        update mt_streams s set is_archived = true, "timestamp" = greatest($3, s."timestamp" + interval '1 microsecond')
        from {Sql.Rows("t", "c")} u where s.tenant_id = u.t and s.id = u.c
        """;

    private readonly string[] deletes =
    [
        .. views.Select(view => Delete(ViewTables.Rows(view), "id")), Delete("js_checkpoints", "customer_id"), Delete("js_unsettled", "customer_id"),
    ];

    public IEnumerable<Statement> Of(IReadOnlyList<NewJoin> joins, DateTimeOffset now)
    {
        if (joins.Count == 0) yield break;
        var tenants = Sql.Texts(joins.Column(join => (string?)join.Joined.Tenant));
        var customers = Sql.Texts(joins.Column(join => (string?)join.Joined.Customer));
        yield return new Statement(Close, tenants, customers, Sql.Moment(now));
        foreach (var delete in deletes) yield return new Statement(delete, tenants, customers);
    }

    private static string Delete(string table, string key) =>
        $"delete from {table} d using {Sql.Rows("t", "c")} u where d.tenant_id = u.t and d.{key} = u.c";
}
