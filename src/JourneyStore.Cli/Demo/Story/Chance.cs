namespace JourneyStore.Cli.Demo.Story;

/// <summary>Draws from a seeded source, so that a story can be told again word for word.</summary>
internal static class Chance
{
    public static bool Happens(this Random random, double probability) => random.NextDouble() < probability;

    public static double Between(this Random random, double least, double most) => least + random.NextDouble() * (most - least);

    public static T Pick<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>One of several by weight.</summary>
    public static T Weighted<T>(this Random random, IReadOnlyList<(T Value, double Weight)> from)
    {
        var at = random.NextDouble() * from.Sum(one => one.Weight);
        foreach (var (value, weight) in from)
        {
            at -= weight;
            if (at < 0) return value;
        }
        return from[^1].Value;
    }

    /// <summary>Around a mean, bell-shaped.</summary>
    public static double Normal(this Random random, double mean, double deviation)
    {
        var far = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return mean + deviation * far * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
