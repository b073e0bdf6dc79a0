using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JourneyStore.Views;

/// <summary>
/// Counts and sums of durations in buckets whose bounds grow by 4 %: a quantile is the mean of its bucket, so it is exact where all durations of a
/// bucket are
/// alike (one alone always is), and else within 4 % (or one second, whichever is more).
/// Immutable; histograms add up and subtract exactly. The scheme is DDSketch's (Masson, Rim, Lee, "DDSketch: a fast and fully-mergeable
/// quantile sketch with relative-error guarantees", VLDB 2019) with γ = (1 + α) / (1 − α), α = 0.02. As JSON an object
/// <c>{"bucket":[count,milliseconds]}</c> with the buckets in order; bucket 0 holds up to one second, bucket i from γ^(i−1) to γ^i seconds.
/// </summary>
[JsonConverter(typeof(HistogramConverter))]
public sealed class DurationHistogram
{
    /// <summary>Most relative error of a quantile: the width of a bucket, 0.041.</summary>
    public const double RelativeError = Gamma - 1;

    /// <summary>The histogram of nothing.</summary>
    public static readonly DurationHistogram Empty = new([], []);

    private const double Alpha = 0.02;
    private const double Gamma = (1 + Alpha) / (1 - Alpha);

    // Bounds by repeated multiplication: unlike a logarithm it gives the same bits on every machine, and so do the buckets.
    private static readonly double[] UpperBounds = Bounds();

    private readonly int[] buckets;
    private readonly (long Count, long Milliseconds)[] sums;

    private DurationHistogram(int[] buckets, (long Count, long Milliseconds)[] sums) => (this.buckets, this.sums) = (buckets, sums);

    /// <summary>Most buckets there are; the last holds everything above a hundred years.</summary>
    public static int MostBuckets => UpperBounds.Length;

    /// <summary>Number of durations; negative in a histogram that takes something back.</summary>
    public long Count => sums.Sum(sum => sum.Count);

    /// <summary>True when every bucket is empty.</summary>
    public bool IsEmpty => buckets.Length == 0;

    /// <summary>The histogram of one duration, to the millisecond; below zero counts as zero.</summary>
    public static DurationHistogram Of(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero) duration = TimeSpan.Zero;
        var at = Array.BinarySearch(UpperBounds, duration.TotalSeconds);
        return new([Math.Min(at < 0 ? ~at : at, UpperBounds.Length - 1)], [(1, (long)Math.Round(duration.TotalMilliseconds))]);
    }

    /// <summary>The sum of two histograms.</summary>
    public DurationHistogram Plus(DurationHistogram other)
    {
        if (other.IsEmpty) return this;
        if (IsEmpty) return other;
        var buckets = new List<int>(this.buckets.Length + 1);
        var sums = new List<(long Count, long Milliseconds)>(this.buckets.Length + 1);
        for (int i = 0, j = 0; i < this.buckets.Length || j < other.buckets.Length;)
        {
            var mine = i < this.buckets.Length ? this.buckets[i] : int.MaxValue;
            var theirs = j < other.buckets.Length ? other.buckets[j] : int.MaxValue;
            var bucket = Math.Min(mine, theirs);
            var (count, milliseconds) = mine == bucket ? this.sums[i++] : default;
            if (theirs == bucket)
            {
                count += other.sums[j].Count;
                milliseconds += other.sums[j++].Milliseconds;
            }
            if (count == 0 && milliseconds == 0) continue;
            buckets.Add(bucket);
            sums.Add((count, milliseconds));
        }
        return buckets.Count == 0 ? Empty : new([.. buckets], [.. sums]);
    }

    /// <summary>What undoes this histogram.</summary>
    public DurationHistogram Negated() => IsEmpty ? this : new(buckets, Array.ConvertAll(sums, sum => (-sum.Count, -sum.Milliseconds)));

    /// <summary>
    /// The duration, in seconds, that a share of all durations does not exceed, within <see cref="RelativeError"/>; null when there are none.
    /// </summary>
    /// <param name="share">From 0 to 1: 0.5 is the median (of an even number, the lower of the two in the middle).</param>
    public double? QuantileSeconds(double share)
    {
        var total = Count;
        if (total <= 0) return null;
        var rank = (long)Math.Floor(share * (total - 1));
        for (var i = 0; i < buckets.Length; i++)
        {
            rank -= sums[i].Count;
            if (rank < 0) return MeanSeconds(sums[i]);
        }
        return MeanSeconds(sums[^1]);
    }

    private static double? MeanSeconds((long Count, long Milliseconds) sum) =>
        sum.Count > 0 ? Math.Round(sum.Milliseconds / 1000.0 / sum.Count, 3) : null;

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
            var sums = new List<(long Count, long Milliseconds)>();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                buckets.Add(int.Parse(reader.GetString()!, CultureInfo.InvariantCulture));
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException();
                sums.Add((Number(ref reader), Number(ref reader)));
                reader.Read();
            }
            // A store that keeps JSON as a document may give the properties back in another order.
            var (sortedBuckets, sortedSums) = (buckets.ToArray(), sums.ToArray());
            Array.Sort(sortedBuckets, sortedSums);
            return sortedBuckets.Length == 0 ? Empty : new(sortedBuckets, sortedSums);
        }

        public override void Write(Utf8JsonWriter writer, DurationHistogram value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            for (var i = 0; i < value.buckets.Length; i++)
            {
                writer.WriteStartArray(value.buckets[i].ToString(CultureInfo.InvariantCulture));
                writer.WriteNumberValue(value.sums[i].Count);
                writer.WriteNumberValue(value.sums[i].Milliseconds);
                writer.WriteEndArray();
            }
            writer.WriteEndObject();
        }

        private static long Number(ref Utf8JsonReader reader) => reader.Read() ? reader.GetInt64() : throw new JsonException();
    }
}
