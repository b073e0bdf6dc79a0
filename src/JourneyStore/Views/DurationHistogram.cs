using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JourneyStore.Views;

/// <summary>
/// Counts of durations in buckets whose bounds grow by 4 %, so that any quantile is known within 2 % (or one second, whichever is more).
/// Immutable; histograms add up and subtract exactly. The scheme is DDSketch's (Masson, Rim, Lee, "DDSketch: a fast and fully-mergeable
/// quantile sketch with relative-error guarantees", VLDB 2019) with γ = (1 + α) / (1 − α), α = 0.02. As JSON an object
/// <c>{"bucket":count}</c> with the buckets in order; bucket 0 holds up to one second, bucket i from γ^(i−1) to γ^i seconds.
/// </summary>
[JsonConverter(typeof(HistogramConverter))]
public sealed class DurationHistogram
{
    /// <summary>Relative error of a quantile: 0.02.</summary>
    public const double RelativeError = 0.02;

    /// <summary>The histogram of nothing.</summary>
    public static readonly DurationHistogram Empty = new([], []);

    private const double Gamma = (1 + RelativeError) / (1 - RelativeError);

    // Bounds by repeated multiplication: unlike a logarithm it gives the same bits on every machine, and so do the buckets.
    private static readonly double[] UpperBounds = Bounds();

    private readonly int[] _buckets;
    private readonly long[] _counts;

    private DurationHistogram(int[] buckets, long[] counts) => (_buckets, _counts) = (buckets, counts);

    /// <summary>Most buckets there are; the last holds everything above a hundred years.</summary>
    public static int MostBuckets => UpperBounds.Length;

    /// <summary>Number of durations; negative in a histogram that takes something back.</summary>
    public long Count => _counts.Sum();

    /// <summary>True when every bucket is empty.</summary>
    public bool IsEmpty => _buckets.Length == 0;

    /// <summary>The histogram of one duration; below zero counts as zero.</summary>
    public static DurationHistogram Of(TimeSpan duration)
    {
        var at = Array.BinarySearch(UpperBounds, duration.TotalSeconds);
        return new([Math.Min(at < 0 ? ~at : at, UpperBounds.Length - 1)], [1]);
    }

    /// <summary>The sum of two histograms.</summary>
    public DurationHistogram Plus(DurationHistogram other)
    {
        if (other.IsEmpty) return this;
        if (IsEmpty) return other;
        var buckets = new List<int>(_buckets.Length + 1);
        var counts = new List<long>(_buckets.Length + 1);
        for (int i = 0, j = 0; i < _buckets.Length || j < other._buckets.Length;)
        {
            var mine = i < _buckets.Length ? _buckets[i] : int.MaxValue;
            var theirs = j < other._buckets.Length ? other._buckets[j] : int.MaxValue;
            var bucket = Math.Min(mine, theirs);
            var count = (mine == bucket ? _counts[i++] : 0) + (theirs == bucket ? other._counts[j++] : 0);
            if (count == 0) continue;
            buckets.Add(bucket);
            counts.Add(count);
        }
        return buckets.Count == 0 ? Empty : new([.. buckets], [.. counts]);
    }

    /// <summary>What undoes this histogram.</summary>
    public DurationHistogram Negated() => IsEmpty ? this : new(_buckets, Array.ConvertAll(_counts, c => -c));

    /// <summary>
    /// The duration, in seconds, that a share of all durations does not exceed, within <see cref="RelativeError"/>; null when there are none.
    /// </summary>
    /// <param name="share">From 0 to 1: 0.5 is the median (of an even number, the lower of the two in the middle).</param>
    public double? QuantileSeconds(double share)
    {
        var total = Count;
        if (total <= 0) return null;
        var rank = (long)Math.Floor(share * (total - 1));
        for (var i = 0; i < _buckets.Length; i++)
        {
            rank -= _counts[i];
            if (rank < 0) return Middle(_buckets[i]);
        }
        return Middle(_buckets[^1]);
    }

    // The point that lies within the relative error of both bounds.
    private static double Middle(int bucket) => bucket == 0 ? 0 : Math.Round(2 * UpperBounds[bucket] / (Gamma + 1), 3);

    private static double[] Bounds()
    {
        const double hundredYears = 100 * 365.25 * 24 * 3600;
        var bounds = new List<double> { 1 };
        while (bounds[^1] < hundredYears) bounds.Add(bounds[^1] * Gamma);
        return [.. bounds];
    }

    internal sealed class HistogramConverter : JsonConverter<DurationHistogram>
    {
        public override DurationHistogram Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
            var buckets = new List<int>();
            var counts = new List<long>();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                buckets.Add(int.Parse(reader.GetString()!, CultureInfo.InvariantCulture));
                reader.Read();
                counts.Add(reader.GetInt64());
            }
            // A store that keeps JSON as a document may give the properties back in another order.
            var (sortedBuckets, sortedCounts) = (buckets.ToArray(), counts.ToArray());
            Array.Sort(sortedBuckets, sortedCounts);
            return sortedBuckets.Length == 0 ? Empty : new(sortedBuckets, sortedCounts);
        }

        public override void Write(Utf8JsonWriter writer, DurationHistogram value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            for (var i = 0; i < value._buckets.Length; i++)
                writer.WriteNumber(value._buckets[i].ToString(CultureInfo.InvariantCulture), value._counts[i]);
            writer.WriteEndObject();
        }
    }
}
