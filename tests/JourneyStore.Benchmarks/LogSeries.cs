using System.Text;

namespace JourneyStore.Benchmarks;

/// <summary>One event of a <see cref="LogSeries"/>.</summary>
/// <param name="Number">Its place in the series, from 1.</param>
/// <param name="Id">Unique in its source.</param>
/// <param name="Customer">The value of the customer's identifier of type <c>crm</c>.</param>
/// <param name="Round">How many events of this customer come before it.</param>
/// <param name="Type">Its type.</param>
/// <param name="At">When it occurred.</param>
/// <param name="Case">Its ticket.</param>
internal sealed record LogEvent(int Number, string Id, string Customer, int Round, string Type, DateTime At, string Case);

/// <summary>
/// A made-up log of any size, the same whenever it is listed: round after round, every customer gets one event; four rounds are the life of
/// a ticket, from opened to closed.
/// </summary>
/// <param name="Prefix">What tells these customers from others.</param>
/// <param name="Customers">Customers, <c>{Prefix}0</c> and on.</param>
/// <param name="Rounds">Events of each.</param>
/// <param name="Began">When the first event occurred; the last one occurs <see cref="Span"/> later.</param>
internal sealed record LogSeries(string Prefix, int Customers, int Rounds, DateTimeOffset Began)
{
    public const string Source = "urn:benchmark";

    public static readonly byte[] Data = """{"group":"network","assignee":"agent-7","priority":"3","subject":"Printer on floor three is offline"}"""u8.ToArray();

    /// <summary>What happens to a ticket, from opened to closed.</summary>
    public static readonly IReadOnlyList<string> Types = ["ticket.opened", "ticket.assigned", "ticket.reassigned", "ticket.closed"];

    /// <summary>From the first event to the last; a month if nothing else is said.</summary>
    public TimeSpan Span { get; init; } = TimeSpan.FromDays(30);

    public int Count => Customers * Rounds;

    /// <summary>The customer's own id, as long as the engine's ids are.</summary>
    public static string StreamOf(string customer) => customer.PadLeft(36, '0');

    public IEnumerable<LogEvent> Events()
    {
        var step = Span / Count;
        var number = 0;
        for (var round = 0; round < Rounds; round++)
            for (var n = 0; n < Customers; n++)
            {
                // An order that looks random and repeats after each has come once: 7,919 is a prime that divides no number of customers used here.
                var customer = $"{Prefix}{n * 7_919L % Customers}";
                var at = Began + step * number;
                yield return new LogEvent(
                    ++number, $"{customer}-{round}", customer, round,
                    Types[round % 4],
                    new DateTime(at.UtcTicks - at.UtcTicks % 10, DateTimeKind.Utc), $"T{round / 4}-{customer}");
            }
    }

    /// <summary>Writes the log as a file to import: a CloudEvent a line.</summary>
    public async Task WriteAsync(string path)
    {
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16);
        foreach (var e in Events()) await file.WriteLineAsync(EventText.Of(Source, e.Id, e.Type, e.At, $"crm:{e.Customer}", e.Case, Data));
    }
}
