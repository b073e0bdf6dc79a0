using System.Globalization;

namespace JourneyStore.Cli.Demo.Story;

/// <summary>
/// The whole story: 120 days of a company's service desk, shop, ledger, telephone and campaigns. The same for the same seed, on any day.
/// </summary>
internal sealed class Tale
{
    private const int Tickets = 3_300;
    private const int Orders = 2_500;
    private const int Calls = 2_200;

    private Tale(string edition, People people, IReadOnlyList<StoryEvent> introductions, IReadOnlyList<StoryEvent> happenings)
    {
        Edition = edition;
        People = people;
        Introductions = introductions;
        Happenings = happenings;
    }

    /// <summary>Which telling this is: the day at whose midnight it ends, and the seed.</summary>
    public string Edition { get; }

    public People People { get; }

    /// <summary>Who the customers are: what the CRM tells first.</summary>
    public IReadOnlyList<StoryEvent> Introductions { get; }

    /// <summary>All that happens, in order of time.</summary>
    public IReadOnlyList<StoryEvent> Happenings { get; }

    /// <summary>How many events there are.</summary>
    public int Count => Introductions.Count + Happenings.Count;

    /// <summary>Tells the story.</summary>
    /// <param name="seed">Another seed, another story; Hanna's part stays.</param>
    public static Tale Tell(int seed)
    {
        var end = StoryTime.End;
        var edition = FormattableString.Invariant($"{StoryTime.Day:yyyy-MM-dd}-{seed}");
        var calendar = new Calendar(end);
        // Every process has chance of its own: a change to one leaves the others as they were.
        var people = People.Make(Source(seed, 1), calendar.Start);
        var crm = new Chronicle("crm", edition, end, who => who.All);
        foreach (var who in people.All) Introduce(crm, who, calendar.Start);
        var desk = new Chronicle("desk", edition, end, who => who.Crm);
        var shop = new Chronicle("shop", edition, end, who => who.Email);
        var ledger = new Chronicle("ledger", edition, end, who => who.Crm);
        var calls = new Chronicle("calls", edition, end, who => who.Phone);
        var campaigns = new Chronicle("campaigns", edition, end, who => who.Email);
        var billing = new BillingProcess(ledger, Source(seed, 2));
        new HannasStory(people.Hanna, calendar).Tell(desk, shop, ledger, calls, campaigns, billing);
        new OrdinaryStory(people.Ordinary, calendar).Tell(desk, shop);
        Repeat(Tickets, people, Source(seed, 3), new IncidentProcess(desk, calendar, Source(seed, 4)).Tell);
        Repeat(Orders, people, Source(seed, 5), new OrderProcess(shop, billing, calendar, Source(seed, 6)).Tell);
        Repeat(Calls, people, Source(seed, 7), new CallProcess(calls, calendar, Source(seed, 8)).Tell);
        new OutreachProcess(campaigns, calendar, Source(seed, 9)).Tell(people.Others);
        var happenings = new[] { desk, shop, ledger, calls, campaigns }.SelectMany(log => log.Events).OrderBy(one => one.At)
            .ThenBy(one => one.Id, StringComparer.Ordinal);
        return new Tale(edition, people, crm.Events, [.. happenings]);
    }

    /// <summary>The day and the seed of the telling that an event's source belongs to; null: it is of no telling.</summary>
    public static (DateOnly Day, int Seed)? ReadSource(string source)
    {
        var parts = source.Split('/');
        return parts is ["", "demo", { Length: > 11 } edition, ..]
            && DateOnly.TryParseExact(edition[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && int.TryParse(edition[11..], CultureInfo.InvariantCulture, out var seed)
                ? (day, seed)
                : null;
    }

    private static void Introduce(Chronicle crm, Person who, DateTimeOffset start) =>
        crm.Note("customer.identified", start, who, new { who.Name, who.Tier, who.Segment, language = "en", since = who.Since }, process: null,
            actor: "crm");

    // The first numbers of each process are the heroes'.
    private static void Repeat(int times, People people, Random who, Action<int, Person> tell)
    {
        for (var number = 1; number <= times; number++) tell(number + 10, people.Somebody(who));
    }

    private static Random Source(int seed, int process) => new(unchecked((seed * 7_919) + process));
}
