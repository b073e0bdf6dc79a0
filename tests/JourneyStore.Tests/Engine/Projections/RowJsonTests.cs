using System.Text.Json;
using JourneyStore.Engine.Projections;

namespace JourneyStore.Tests.Engine.Projections;

public sealed class RowJsonTests
{
    [Fact]
    public void A_row_is_written_in_the_order_in_which_it_is_kept_and_read_in_any()
    {
        var row = new Row { Customer = "c", At = "noon", Name = "n", Count = 2, Inner = new Part { Zone = "z", B = 1 } };
        var written = JsonSerializer.Serialize(row, RowJson.Options);
        written.ShouldBe("""{"at":"noon","name":"n","count":2,"inner":{"b":1,"zone":"z"},"customer":"c"}""");
        JsonSerializer.Deserialize<Row>(written, RowJson.Options).ShouldBe(row);
        JsonSerializer.Deserialize<Row>(JsonSerializer.Serialize(row, ViewJson.Options), RowJson.Options).ShouldBe(row);
    }

    private sealed record Row
    {
        public required string Customer { get; init; }

        public string? Name { get; init; }

        public string? At { get; init; }

        public int Count { get; init; }

        public Part? Inner { get; init; }
    }

    private sealed record Part
    {
        public string? Zone { get; init; }

        public int B { get; init; }
    }
}
