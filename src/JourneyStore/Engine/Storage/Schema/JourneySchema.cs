using JourneyStore.Engine.Projections;
using Marten;
using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace JourneyStore.Engine.Storage.Schema;

/// <summary>What is kept beside Marten's own tables, in the same migration: one method a table.</summary>
internal sealed class JourneySchema(StoreOptions options, ViewSet views) : FeatureSchemaBase("journeystore", options.Advanced.Migrator)
{
    private string Schema => options.DatabaseSchemaName;

    public override IEnumerable<Type> DependentTypes() => [typeof(JasperFx.Events.IEvent), .. views.Documents.Select(view => view.DocumentType)];

    protected override IEnumerable<ISchemaObject> schemaObjects() =>
    [
        .. EventIndexes.Objects(Schema),
        Identifiers(), Members(), Moved(), Held(), Views(), Parked(), Skipped(), RebuildParts(), RebuildSums(), ApiKeys(),
        Reactions(), Behind(), Checkpoints(),
        Unsettled(), Conflicts(), Erasures(),
        .. views.Tables.Values.Where(view => view.HasState).Select(view => States(ViewTables.States(view))),
        .. views.Tables.Values.Select(view => new DocumentSettings(Schema, ViewTables.Rows(view))),
        .. views.Tables.Values.Where(view => view.RankedBy is not null).Select(RankIndex),
        .. views.Tables.Values.Where(view => view.HasState).Select(view => new DocumentSettings(Schema, ViewTables.States(view))),
    ];

    private Table Named(string name) => new(new PostgresqlObjectName(Schema, name, SchemaUtils.IdentifierUsage.General));

    /// <summary>Which identifier names which customer, and whose it was when it was bound (<c>stream_id</c>).</summary>
    private Table Identifiers()
    {
        var table = Named("js_identifiers");
        table.AddColumn("tenant_id", "varchar").AsPrimaryKey();
        table.AddColumn("identifier", "varchar").AsPrimaryKey();
        table.AddColumn("customer_id", "varchar").NotNull();
        table.AddColumn("stream_id", "varchar").NotNull();
        table.AddColumn("bound_at", "timestamptz").NotNull();
        table.Indexes.Add(new IndexDefinition("js_identifiers_customer") { Columns = ["tenant_id", "customer_id"] });
        return table;
    }

    /// <summary>
    /// Streams whose events are another customer's, since the two were joined; with the number of their events and the place of the newest one:
    /// nothing comes to such a stream any more (<see cref="Storage.Members"/>).
    /// </summary>
    private Table Members()
    {
        var table = Named("js_members");
        table.AddColumn("tenant_id", "varchar").AsPrimaryKey();
        table.AddColumn("stream_id", "varchar").AsPrimaryKey();
        table.AddColumn("customer_id", "varchar").NotNull();
        table.AddColumn("into_id", "varchar").NotNull();
        table.AddColumn("events", "bigint").NotNull();
        table.AddColumn("at", "bigint").NotNull();
        table.AddColumn("seq_id", "bigint").NotNull();
        table.AddColumn("joined_seq", "bigint").NotNull();
        table.AddColumn("joined_at", "timestamptz").NotNull();
        table.AddColumn("through", "varchar");
        table.Indexes.Add(new IndexDefinition("js_members_customer") { Columns = ["tenant_id", "customer_id"] });
        table.Indexes.Add(new IndexDefinition("js_members_into") { Columns = ["tenant_id", "into_id"] });
        return table;
    }

    /// <summary>Events that were taken out of their customer's history, and by which split (<see cref="Storage.Members"/>).</summary>
    private Table Moved()
    {
        var table = Named("js_moved");
        table.AddColumn("tenant_id", "varchar").AsPrimaryKey();
        table.AddColumn("seq_id", "bigint").AsPrimaryKey();
        table.AddColumn("split_id", "varchar").AsPrimaryKey();
        table.AddColumn("at", "bigint").NotNull();
        table.AddColumn("moved_seq", "bigint").NotNull();
        table.Indexes.Add(new IndexDefinition("js_moved_split") { Columns = ["tenant_id", "split_id", "at", "seq_id"] });
        return table;
    }

    /// <summary>Events kept but not yet bound to a customer.</summary>
    private Table Held()
    {
        var table = Named("js_held");
        table.AddColumn("number", "bigint").AsPrimaryKey().BigAutoIncrement();
        table.AddColumn("tenant_id", "varchar").NotNull();
        table.AddColumn("event_key", "uuid").NotNull();
        table.AddColumn("case_key", "uuid");
        table.AddColumn("type", "varchar").NotNull();
        table.AddColumn("occurred_at", "timestamptz").NotNull();
        table.AddColumn("recorded_at", "timestamptz").NotNull();
        table.AddColumn("headers", "jsonb").NotNull();
        table.AddColumn("data", "jsonb").NotNull();
        table.AddColumn("code", "varchar").NotNull();
        table.AddColumn("reason", "varchar").NotNull();
        table.Indexes.Add(new IndexDefinition("js_held_event") { Columns = ["event_key"], IsUnique = true });
        table.Indexes.Add(new IndexDefinition("js_held_case") { Columns = ["tenant_id", "case_key"], Predicate = "case_key is not null" });
        return table;
    }

    /// <summary>
    /// Which version of a view's fold made the rows in use, why a projection stopped, when it did, and how often rebuilt rows were put into use.
    /// </summary>
    private Table Views()
    {
        var table = Named("js_views");
        table.AddColumn("name", "varchar").AsPrimaryKey();
        table.AddColumn("generation", "varchar").AsPrimaryKey();
        table.AddColumn("version", "varchar").NotNull();
        table.AddColumn("problem", "varchar");
        table.AddColumn("switches", "bigint").NotNull().DefaultValue(0);
        return table;
    }

    /// <summary>Groups (customers or cases) that wait for one projection, because it cannot fold one of their events.</summary>
    private Table Parked()
    {
        var table = Named("js_parked");
        table.AddColumn("number", "bigint").AsPrimaryKey().BigAutoIncrement();
        table.AddColumn("projection", "varchar").NotNull();
        table.AddColumn("generation", "varchar").NotNull();
        Group(table);
        table.AddColumn("reason", "varchar").NotNull();
        table.AddColumn("since", "timestamptz").NotNull();
        table.AddColumn("tries", "integer").NotNull();
        table.AddColumn("folded_to", "bigint").NotNull();
        table.Indexes.Add(new IndexDefinition("js_parked_group") { Columns = ["projection", "generation", "tenant_id", "group_key"], IsUnique = true });
        return table;
    }

    /// <summary>Events that one projection leaves out for ever: who decided it, when and why.</summary>
    private Table Skipped()
    {
        var table = Named("js_skipped");
        table.AddColumn("number", "bigint").AsPrimaryKey().BigAutoIncrement();
        table.AddColumn("projection", "varchar").NotNull();
        Group(table);
        table.AddColumn("reason", "varchar").NotNull();
        table.AddColumn("decided_by", "varchar").NotNull();
        table.AddColumn("decided_why", "varchar").NotNull();
        table.AddColumn("decided_at", "timestamptz").NotNull();
        table.AddColumn("still_stored", "boolean").NotNull();
        table.Indexes.Add(new IndexDefinition("js_skipped_event") { Columns = ["projection", "seq_id"], IsUnique = true });
        table.Indexes.Add(new IndexDefinition("js_skipped_group") { Columns = ["projection", "tenant_id", "group_key"] });
        return table;
    }

    /// <summary>The parts of a rebuild that is not at its end. A part that is done says so in the transaction that writes its rows.</summary>
    private Table RebuildParts()
    {
        var table = Named("js_rebuild_parts");
        table.AddColumn("view", "varchar").AsPrimaryKey();
        table.AddColumn("part", "integer").AsPrimaryKey();
        table.AddColumn("from_tenant", "varchar");
        table.AddColumn("from_key", "varchar");
        table.AddColumn("to_tenant", "varchar");
        table.AddColumn("to_key", "varchar");
        table.AddColumn("up_to", "bigint");
        table.AddColumn("events", "bigint");
        return table;
    }

    /// <summary>What the parts that are done add to the rows of a view across customers.</summary>
    private Table RebuildSums()
    {
        var table = Named("js_rebuild_sums");
        table.AddColumn("view", "varchar").NotNull();
        table.AddColumn("part", "integer").NotNull();
        table.AddColumn("tenant_id", "varchar").NotNull();
        table.AddColumn("id", "varchar").NotNull();
        table.AddColumn("data", "jsonb").NotNull();
        return table;
    }

    /// <summary>API keys; of a secret only its hash.</summary>
    private Table ApiKeys()
    {
        var table = Named("js_api_keys");
        table.AddColumn("id", "varchar").AsPrimaryKey();
        table.AddColumn("name", "varchar").NotNull();
        table.AddColumn("tenant_id", "varchar").NotNull();
        table.AddColumn("scopes", "integer").NotNull();
        table.AddColumn("hash", "bytea").NotNull();
        table.AddColumn("created_at", "timestamptz").NotNull();
        table.AddColumn("revoked_at", "timestamptz");
        table.Indexes.Add(new IndexDefinition("js_api_keys_hash") { Columns = ["hash"], IsUnique = true });
        return table;
    }

    /// <summary>Reactions that have begun to be told of what is stored.</summary>
    private Table Reactions()
    {
        var table = Named("js_reactions");
        table.AddColumn("name", "varchar").AsPrimaryKey();
        table.AddColumn("begun_at", "timestamptz").NotNull();
        return table;
    }

    /// <summary>Customers whose events a reaction's subscription passes over, because one of them is still to be told.</summary>
    private Table Behind()
    {
        var table = Named("js_behind");
        table.AddColumn("reaction", "varchar").AsPrimaryKey();
        table.AddColumn("tenant_id", "varchar").AsPrimaryKey();
        table.AddColumn("customer_id", "varchar").AsPrimaryKey();
        table.AddColumn("from_version", "bigint").NotNull();
        table.AddColumn("up_to_version", "bigint").NotNull();
        table.AddColumn("tries", "integer").NotNull();
        table.AddColumn("due_at", "timestamptz").NotNull();
        table.AddColumn("reason", "varchar").NotNull();
        table.Indexes.Add(new IndexDefinition("js_behind_due") { Columns = ["due_at"] });
        return table;
    }

    /// <summary>
    /// All inline views of a customer together, as they were after so many events in the order they occurred: everything up to the place (<c>at</c>:
    /// microseconds since 1970, <c>seq_id</c>) is folded. Of which folds, says <c>mark</c>.
    /// </summary>
    private Table Checkpoints()
    {
        var table = Named("js_checkpoints");
        table.AddColumn("tenant_id", "varchar").AsPrimaryKey();
        table.AddColumn("customer_id", "varchar").AsPrimaryKey();
        table.AddColumn("events", "bigint").AsPrimaryKey();
        table.AddColumn("at", "bigint").NotNull();
        table.AddColumn("seq_id", "bigint").NotNull();
        table.AddColumn("last_seq", "bigint").NotNull();
        table.AddColumn("last_recorded", "timestamptz").NotNull();
        table.AddColumn("mark", "varchar").NotNull();
        table.AddColumn("data", "bytea").NotNull();
        return table;
    }

    /// <summary>
    /// Customers who have events that are stored and not yet folded into their rows, with the place of the earliest of these events.
    /// </summary>
    private Table Unsettled()
    {
        var table = Named("js_unsettled");
        table.AddColumn("tenant_id", "varchar").AsPrimaryKey();
        table.AddColumn("customer_id", "varchar").AsPrimaryKey();
        table.AddColumn("at", "bigint").NotNull();
        table.AddColumn("seq_id", "bigint").NotNull();
        table.AddColumn("noted_at", "timestamptz").NotNull();
        return table;
    }

    /// <summary>Identifiers that events named although they belong to another customer than the one that the events went to: one row a
    /// pair.</summary>
    private Table Conflicts()
    {
        var table = Named("js_conflicts");
        table.AddColumn("number", "bigint").AsPrimaryKey().BigAutoIncrement();
        table.AddColumn("tenant_id", "varchar").NotNull();
        table.AddColumn("identifier", "varchar").NotNull();
        table.AddColumn("customer_id", "varchar").NotNull();
        table.AddColumn("other_id", "varchar").NotNull();
        table.AddColumn("times", "bigint").NotNull();
        table.AddColumn("last_seq", "bigint").NotNull();
        table.AddColumn("noted_at", "timestamptz").NotNull();
        table.Indexes.Add(new IndexDefinition("js_conflicts_tenant") { Columns = ["tenant_id", "number"] });
        table.Indexes.Add(new IndexDefinition("js_conflicts_pair") { Columns = ["tenant_id", "identifier", "customer_id"], IsUnique = true });
        return table;
    }

    /// <summary>
    /// Erasures of persons: who decided it, when, why, and what was taken out. While one is under way, the row keeps what it looks for: the person's
    /// identifiers (<c>names</c>), and how far what was held when it began goes (<c>held_to</c>).
    /// </summary>
    private Table Erasures()
    {
        var table = Named("js_erasures");
        table.AddColumn("number", "bigint").AsPrimaryKey().BigAutoIncrement();
        table.AddColumn("id", "varchar").NotNull();
        table.AddColumn("tenant_id", "varchar").NotNull();
        table.AddColumn("customer_id", "varchar").NotNull();
        table.AddColumn("erased_by", "varchar").NotNull();
        table.AddColumn("why", "varchar").NotNull();
        table.AddColumn("begun_at", "timestamptz").NotNull();
        table.AddColumn("done_at", "timestamptz");
        table.AddColumn("names", "varchar[]");
        table.AddColumn("held_to", "bigint").NotNull();
        table.AddColumn("counts", "jsonb").NotNull();
        table.AddColumn("without_row", "varchar[]").NotNull();
        table.Indexes.Add(new IndexDefinition("js_erasures_customer") { Columns = ["tenant_id", "customer_id"] });
        table.Indexes.Add(new IndexDefinition("js_erasures_id") { Columns = ["id"], IsUnique = true });
        return table;
    }

    /// <summary>States of the groups of a view across customers.</summary>
    private Table States(string name)
    {
        var table = Named(name);
        table.AddColumn("tenant_id", "varchar").AsPrimaryKey();
        table.AddColumn("id", "varchar").AsPrimaryKey();
        table.AddColumn("data", "jsonb").NotNull();
        table.AddColumn("mt_last_modified", "timestamptz").DefaultValueByExpression("transaction_timestamp()");
        table.AddColumn("mt_dotnet_type", "varchar");
        table.AddColumn("mt_version", "bigint").NotNull().DefaultValue(0);
        return table;
    }

    /// <summary>A view's rows by rank, highest first.</summary>
    private RawIndex RankIndex(ViewTable view)
    {
        var name = ViewTables.RankIndex(view.Document);
        return new RawIndex(Schema, name, $"create index if not exists {name} on {Schema}.{ViewTables.Rows(view)} (tenant_id, {ViewTables.Rank(view)} desc, id);");
    }

    private static void Group(Table table)
    {
        table.AddColumn("tenant_id", "varchar").NotNull();
        table.AddColumn("group_key", "varchar").NotNull();
        table.AddColumn("subject", "varchar").NotNull();
        table.AddColumn("seq_id", "bigint").NotNull();
        table.AddColumn("event_type", "varchar").NotNull();
    }
}
