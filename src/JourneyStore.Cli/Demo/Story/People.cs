namespace JourneyStore.Cli.Demo.Story;

/// <summary>The customers: two whom the story names, and the many among whom one is easily overlooked.</summary>
internal sealed class People
{
    /// <summary>How many customers there are.</summary>
    public const int Count = 2_400;

    private const int Companies = 420;

    private static readonly (string Tier, double Share)[] Tiers = [("standard", 66), ("silver", 22), ("gold", 9), ("platinum", 3)];
    private static readonly (string Segment, double Share)[] Segments = [("small business", 55), ("mid-market", 33), ("enterprise", 12)];

    private readonly (Person Person, double Weight)[] byActivity;

    private People(Person hanna, Person ordinary, IReadOnlyList<Person> others)
    {
        Hanna = hanna;
        Ordinary = ordinary;
        Others = others;
        byActivity = Cumulative(others);
    }

    /// <summary>The one whose small delays add up.</summary>
    public Person Hanna { get; }

    /// <summary>Somebody to whom little happens, who will bring the same ticket.</summary>
    public Person Ordinary { get; }

    /// <summary>All the others.</summary>
    public IReadOnlyList<Person> Others { get; }

    /// <summary>Everybody.</summary>
    public IEnumerable<Person> All => Others.Prepend(Ordinary).Prepend(Hanna);

    /// <summary>Makes the customers.</summary>
    public static People Make(Random random, DateTimeOffset start)
    {
        var hanna = new Person(1, "Hanna Lindqvist", new Company(1, "Norrviken Instruments", "norrviken.example"), "platinum", "enterprise", 0,
            start.AddYears(-7));
        var ordinary = new Person(2, "Jonas Weber", new Company(2, "Isar Timber", "isar-timber.example"), "standard", "small business", 0,
            start.AddYears(-3));
        var companies = Enumerable.Range(3, Companies).Select(number => MakeCompany(number, random)).ToArray();
        return new People(hanna, ordinary,
            [.. Enumerable.Range(Person.Heroes + 1, Count - Person.Heroes).Select(number => MakePerson(number, random, companies, start))]);
    }

    /// <summary>One of the others; the lively come up more often.</summary>
    public Person Somebody(Random random)
    {
        var at = Array.BinarySearch(byActivity, (null!, random.NextDouble() * byActivity[^1].Weight), ByWeight.Order);
        return byActivity[Math.Min(at < 0 ? ~at : at, byActivity.Length - 1)].Person;
    }

    private static Person MakePerson(int number, Random random, Company[] companies, DateTimeOffset start)
    {
        var tier = random.Weighted(Tiers);
        // A few have much to do with us: the tail that every service desk knows.
        var activity = Math.Exp(random.Normal(0, 0.8));
        return new Person(
            number, $"{random.Pick(Names.First)} {random.Pick(Names.Last)}", random.Pick(companies), tier, random.Weighted(Segments), activity,
            start.AddDays(-random.Next(30, 3_600)));
    }

    private static Company MakeCompany(int number, Random random)
    {
        var (place, trade) = (random.Pick(Names.Places), random.Pick(Names.Trades));
        return new Company(number, $"{place} {trade}", $"{place.ToLowerInvariant()}-{trade.ToLowerInvariant()}-{number}.example");
    }

    private static (Person, double)[] Cumulative(IReadOnlyList<Person> people)
    {
        var sum = 0.0;
        return [.. people.Select(person => (person, sum += person.Activity))];
    }

    private sealed class ByWeight : IComparer<(Person Person, double Weight)>
    {
        public static readonly ByWeight Order = new();

        public int Compare((Person Person, double Weight) x, (Person Person, double Weight) y) => x.Weight.CompareTo(y.Weight);
    }
}
