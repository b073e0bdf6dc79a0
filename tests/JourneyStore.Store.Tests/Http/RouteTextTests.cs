using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Tests.Http;

public class RouteTextTests
{
    [Theory]
    [InlineData("email:ann@example.org", "email", "ann@example.org")]
    [InlineData("email:ann%40example.org", "email", "ann@example.org")]
    [InlineData("email%3Aann%40example.org", "email", "ann@example.org")]
    [InlineData("crm:a%2Cb", "crm", "a,b")]
    [InlineData("crm:a%252Cb", "crm", "a,b")]
    [InlineData("crm:100%25", "crm", "100%")]
    [InlineData("crm:100%2525", "crm", "100%")]
    [InlineData("crm:a%2Fb", "crm", "a/b")]
    [InlineData("crm:%C3%A9", "crm", "é")]
    [InlineData("0196-abc", "id", "0196-abc")]
    public async Task A_customer_in_a_path_is_understood_escaped_once_or_twice(string written, string type, string value)
    {
        await using var host = await HttpHost.StartAsync();
        CustomerRef asked = default;
        host.Script.Answer<StoredCustomer?>(nameof(Database.ReadCustomerAsync), arguments =>
        {
            asked = (CustomerRef)arguments[1]!;
            return null;
        });
        await host.Client.GetAsync("/v1/customers/" + written);
        (asked.Identifier.Type, asked.Identifier.Value).ShouldBe((type, value));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("incident%2FINC1", "incident/INC1")]
    [InlineData("incident/INC1", "incident/INC1")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("a%3Fb%23c", "a?b#c")]
    public async Task A_key_of_a_row_is_decoded_once_slashes_and_all(string written, string key)
    {
        await using var host = await HttpHost.StartAsync();
        string? asked = null;
        host.Script.Answer<ViewRow?>(nameof(Database.ReadViewRowAsync), arguments =>
        {
            asked = (string)arguments[2]!;
            return new ViewRow(asked, 3, "{\"a\": 1}"u8.ToArray());
        });
        var row = await (await host.Client.GetAsync("/v1/views/profile/" + written + "?x=/y")).Json();
        asked.ShouldBe(key);
        row.GetProperty("key").GetString().ShouldBe(key);
        row.GetProperty("data").GetProperty("a").GetInt32().ShouldBe(1);
    }
}
