using JourneyStore.Engine;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;
using Npgsql;

namespace JourneyStore.Store.Tests.Schema;

/// <summary>Marten migrates everything that is kept, its own and ours, and finds nothing to mend afterwards.</summary>
public sealed class SchemaTests() : StoreTest(withoutSchema: true)
{
    private static readonly string[] OwnIndexes = ["js_events_case", "js_events_customer", "js_attentionrow_rank"];

    [Fact]
    public async Task A_started_store_matches_what_is_configured()
    {
        await Engine.Documents.Storage.Database.AssertDatabaseMatchesConfigurationAsync(Soon);
        (await Engine.Documents.Storage.Database.CreateMigrationAsync(Soon)).Difference.ShouldBe(Weasel.Core.SchemaPatchDifference.None);
    }

    [Fact]
    public async Task Our_indexes_outlive_a_second_start_and_an_append()
    {
        await StoreAsync(Event("crm:ann", new TicketOpened(), @case: "T-1"));
        await GoOnWithAsync(await SecondEngineAsync());
        await StoreAsync(Event("crm:ann", new TicketClosed(), @case: "T-1"));
        (await IndexesAsync()).ShouldBe(OwnIndexes, ignoreOrder: true);
    }

    [Fact]
    public async Task A_rebuilt_view_leaves_the_schema_as_it_was()
    {
        await StoreAsync(Event("crm:ann", new TicketOpened(), @case: "T-1"));
        await Engine.SettleAsync(Soon);
        foreach (var view in Engine.Views) await Engine.RebuildAsync(view.Name, shadow: false, null, Soon);
        await Engine.Documents.Storage.Database.AssertDatabaseMatchesConfigurationAsync(Soon);
        (await IndexesAsync()).ShouldBe(OwnIndexes, ignoreOrder: true);
    }

    private async Task<List<string>> IndexesAsync()
    {
        await using var connection = await Harness.ConnectAsync();
        await using var command = new NpgsqlCommand("select indexname from pg_indexes where indexname ~ '^js_(events|.*_rank)' order by 1", connection);
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) names.Add(reader.GetString(0));
        return names;
    }
}
