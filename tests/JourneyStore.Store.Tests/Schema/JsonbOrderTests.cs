using System.Text.Json;
using JourneyStore.Engine.Projections;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using Npgsql;

namespace JourneyStore.Store.Tests.Schema;

public sealed class JsonbOrderTests
{
    [Fact]
    public async Task The_order_in_which_rows_are_written_is_the_one_in_which_the_server_keeps_them()
    {
        string[] names = ["customer", "at", "Zz", "zz", "ä", "aé", "caseId", "noData", "dataBase64", "dataSchema", "sla-breaches", "sla_breaches", "b", "日", "abc", "😀", "value", "Value"];
        new Random(3).Shuffle(names);
        await using var database = await FreshDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand("select $1::jsonb::text");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(names.ToDictionary(name => name, _ => 1)) });

        using var kept = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!);
        kept.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(names.Order(JsonbOrder.Names));
    }
}
