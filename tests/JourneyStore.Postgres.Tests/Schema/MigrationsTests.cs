using JourneyStore.Engine.Errors;
using JourneyStore.Postgres.Tests.Engine;
using Npgsql;

namespace JourneyStore.Postgres.Tests.Schema;

/// <summary>The schema is applied once, by whoever comes first, and never over another one.</summary>
public sealed class MigrationsTests : IAsyncLifetime
{
    private readonly PostgresHarness harness = new(withoutSchema: true);

    public Task InitializeAsync() => harness.OpenAsync();

    public async Task DisposeAsync() => await harness.DisposeAsync();

    [Fact]
    public async Task Applying_it_again_changes_nothing()
    {
        await StartAndStopAsync();
        var before = await AppliedAsync();
        before.Length.ShouldBeGreaterThan(1);
        await StartAndStopAsync();
        (await AppliedAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Engines_that_start_at_the_same_moment_apply_it_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => StartAndStopAsync()));
        var applied = await AppliedAsync();
        applied.Select(row => row.Split(' ')[0]).ShouldBe(Enumerable.Range(1, applied.Length).Select(n => $"{n}"));
    }

    [Fact]
    public async Task A_file_that_was_applied_with_another_text_is_refused()
    {
        await StartAndStopAsync();
        await ExecuteAsync("update js_schema set hash = 'another' where number = 1");
        (await Should.ThrowAsync<StoreException>(StartAndStopAsync)).Code.ShouldBe("schema-changed");
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await StartAndStopAsync();
        await ExecuteAsync("insert into js_schema (number, name, hash) values (9999, '9999_future', 'x')");
        (await Should.ThrowAsync<StoreException>(StartAndStopAsync)).Code.ShouldBe("schema-newer");
    }

    [Fact]
    public async Task What_cannot_be_applied_in_whole_is_not_applied_in_part()
    {
        await ExecuteAsync("create table js_held (somebody_elses int)");
        await Should.ThrowAsync<PostgresException>(StartAndStopAsync);
        await using var connection = await harness.ConnectAsync();
        (await new Catalog(connection).ReadAsync("select relname::text from pg_class where relkind = 'r' and relname ~ '^(mt|js)_'")).ShouldBe(["js_held"]);
    }

    [Fact]
    public async Task Rows_of_views_are_compressed_quickly_where_the_server_can()
    {
        await StartAndStopAsync();
        await using var connection = await harness.ConnectAsync();
        var can = await new Catalog(connection).ReadAsync("select ('lz4' = any(enumvals))::text from pg_settings where name = 'default_toast_compression'");
        var compression = await new Catalog(connection).ReadAsync(
            """
            select distinct attcompression::text from pg_attribute a join pg_class c on c.oid = a.attrelid
            where c.relkind = 'r' and c.relname ~ '^(mt_doc|js_state)_' and attname = 'data'
            """);
        compression.ShouldBe(can.Single() == "true" ? ["l"] : [""]);
    }

    private async Task StartAndStopAsync()
    {
        await using var storage = harness.OpenStorage();
        await storage.PrepareAsync([new("example", "1", "rank", HasState: true, Async: true, Shards: 4)], CancellationToken.None);
    }

    private async Task<string[]> AppliedAsync()
    {
        await using var connection = await harness.ConnectAsync();
        return await new Catalog(connection).ReadAsync("select concat_ws(' ', number, name, hash, applied_at) from js_schema order by number");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await harness.ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
