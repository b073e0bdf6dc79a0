using System.Text.Json;
using System.Text.Json.Serialization;

namespace JourneyStore.Views;

/// <summary>
/// Counts by word, of bounded size: once it holds as many words as it may, further words count under <see cref="Rest"/>. As JSON an
/// object in ordinal order of the words, so that equal counts are equal bytes.
/// </summary>
[JsonConverter(typeof(TallyConverter))]
public sealed class Tally
{
    /// <summary>The word under which the words beyond the limit are counted.</summary>
    public const string Rest = "other";

    /// <summary>Longest word kept, in characters; longer ones are cut.</summary>
    public const int LongestWord = 128;

    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);

    /// <summary>Count of a word; 0 when it was not counted.</summary>
    public long this[string word] => counts.GetValueOrDefault(word);

    /// <summary>Words and counts, in ordinal order.</summary>
    public IReadOnlyCollection<KeyValuePair<string, long>> Counts => counts;

    /// <summary>Counts a word once more.</summary>
    /// <param name="word">The word.</param>
    /// <param name="limit">Most words counted on their own.</param>
    public void Count(string word, int limit)
    {
        if (word.Length > LongestWord) word = word[..LongestWord];
        if (!counts.TryGetValue(word, out var count) && counts.Count >= limit)
        {
            word = Rest;
            count = counts.GetValueOrDefault(word);
        }
        counts[word] = count + 1;
    }

    internal sealed class TallyConverter : JsonConverter<Tally>
    {
        public override Tally Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
            var tally = new Tally();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var word = reader.GetString()!;
                reader.Read();
                tally.counts[word] = reader.GetInt64();
            }
            return tally;
        }

        public override void Write(Utf8JsonWriter writer, Tally value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (word, count) in value.counts) writer.WriteNumber(word, count);
            writer.WriteEndObject();
        }
    }
}
