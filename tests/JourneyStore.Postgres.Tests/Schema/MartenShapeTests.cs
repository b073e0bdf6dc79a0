using JourneyStore.Postgres.Tests.Engine;
using Npgsql;

namespace JourneyStore.Postgres.Tests.Schema;

/// <summary>
/// The event tables are those of Marten with string stream ids, conjoined tenancy and the four optional columns, so that Marten can be
/// pointed at them: every column, key and index, and nothing beside them.
/// </summary>
public sealed class MartenShapeTests : IAsyncLifetime
{
    private readonly PostgresHarness harness = new(withoutSchema: true);
    private NpgsqlConnection connection = null!;

    private Catalog Catalog => new(connection);

    public async Task InitializeAsync()
    {
        await harness.OpenAsync();
        await (await harness.StartEngineAsync()).DisposeAsync();
        connection = await harness.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await connection.DisposeAsync();
        await harness.DisposeAsync();
    }

    [Fact]
    public async Task Streams()
    {
        (await Catalog.ColumnsAsync("mt_streams")).ShouldBe(
        [
            "id character varying not null", "type character varying", "version bigint", "timestamp timestamp with time zone not null default now()",
            "created timestamp with time zone not null default now()", "tenant_id character varying not null default '*DEFAULT*'::character varying",
            "is_archived boolean default false",
        ]);
        (await Catalog.KeysAsync("mt_streams")).ShouldBe(["pkey_mt_streams_tenant_id_id: PRIMARY KEY (tenant_id, id)"]);
        (await Catalog.IndexesAsync("mt_streams")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Events()
    {
        (await Catalog.ColumnsAsync("mt_events")).ShouldBe(
        [
            "seq_id bigint not null", "id uuid not null", "stream_id character varying", "version bigint not null", "data jsonb not null", "bdata bytea",
            "type character varying(500) not null", "timestamp timestamp with time zone not null default now()",
            "tenant_id character varying default '*DEFAULT*'::character varying", "mt_dotnet_type character varying", "correlation_id character varying",
            "causation_id character varying", "headers jsonb", "user_name character varying", "is_archived boolean default false",
        ]);
        (await Catalog.KeysAsync("mt_events")).ShouldBe(
        [
            "fkey_mt_events_stream_id_tenant_id: FOREIGN KEY (tenant_id, stream_id) REFERENCES mt_streams(tenant_id, id)",
            "pkey_mt_events_seq_id: PRIMARY KEY (seq_id)",
        ]);
        (await Catalog.IndexesAsync("mt_events")).ShouldBe(
            ["CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON public.mt_events USING btree (tenant_id, stream_id, version)"]);
    }

    [Fact]
    public async Task The_sequence_of_positions_belongs_to_their_column_and_skips_none()
    {
        (await Catalog.ReadAsync("select data_type::text || ' ' || cache_size || ' ' || increment_by from pg_sequences where sequencename = 'mt_events_sequence'"))
            .ShouldBe(["bigint 1 1"]);
        (await Catalog.ReadAsync("select pg_get_serial_sequence('mt_events', 'seq_id')")).ShouldBe(["public.mt_events_sequence"]);
    }

    [Fact]
    public async Task Progress()
    {
        (await Catalog.ColumnsAsync("mt_event_progression")).ShouldBe(
            ["name character varying not null", "last_seq_id bigint", "last_updated timestamp with time zone default transaction_timestamp()"]);
        (await Catalog.KeysAsync("mt_event_progression")).ShouldBe(["pk_mt_event_progression: PRIMARY KEY (name)"]);
        (await Catalog.ColumnsAsync("mt_high_water_skips")).ShouldBe(
        [
            "ending_sequence bigint not null", "starting_sequence bigint not null", "timestamp timestamp with time zone default transaction_timestamp()",
        ]);
        (await Catalog.ReadAsync("select name from mt_event_progression order by name collate \"C\"")).ShouldBe(
            [.. from view in new[] { "attention", "processes", "steps" } from shard in Enumerable.Range(1, 4) select $"{view}:{shard}"]);
    }

    [Fact]
    public async Task Views_are_documents()
    {
        foreach (var table in await Catalog.ReadAsync("select relname::text from pg_class where relkind = 'r' and relname like 'mt\\_doc\\_%' order by 1"))
        {
            (await Catalog.ColumnsAsync(table)).ShouldBe(
            [
                "tenant_id character varying not null default '*DEFAULT*'::character varying", "id character varying not null", "data jsonb not null",
                "mt_last_modified timestamp with time zone default transaction_timestamp()", "mt_dotnet_type character varying",
                "mt_version bigint not null default 0",
            ]);
            (await Catalog.KeysAsync(table)).ShouldBe([$"pkey_{table}_tenant_id_id: PRIMARY KEY (tenant_id, id)"]);
        }
    }

    [Fact]
    public async Task A_rebuilt_view_has_the_same_tables_and_indexes_as_before()
    {
        await using var engine = await harness.StartEngineAsync();
        foreach (var view in engine.Views)
        {
            var before = await ShapeAsync();
            await engine.RebuildAsync(view.Name, shadow: false, null, CancellationToken.None);
            (await ShapeAsync()).ShouldBe(before, view.Name);
        }
    }

    private Task<string[]> ShapeAsync() => Catalog.ReadAsync(
        "select relname || ' ' || coalesce(pg_get_indexdef(oid), '') from (select relname, oid from pg_class where relkind = 'i' and relname !~ '^pg_') i"
        + " union all select relname from pg_class where relkind = 'r' and relname ~ '^(mt|js)_' order by 1");
}
