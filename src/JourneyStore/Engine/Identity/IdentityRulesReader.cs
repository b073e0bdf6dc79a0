using System.Text;
using System.Text.Json;
using JourneyStore.Engine.Errors;
using JourneyStore.Events;

namespace JourneyStore.Engine.Identity;

/// <summary>Reads a file of identity rules (<see cref="IdentityRules"/>). What nobody reads is refused: a misspelt word would otherwise be
/// ignored without a sign.</summary>
internal ref struct IdentityRulesReader
{
    private const int MostOfAType = 100_000;
    private const int HighestPriority = 1_000;
    private const string Fields = "most, joins, priority, blocked, allowed";

    private readonly ReadOnlySpan<byte> json;
    private readonly string place;
    private Utf8JsonReader reader;

    private IdentityRulesReader(ReadOnlySpan<byte> json, string place)
    {
        this.json = json;
        this.place = place;
        reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <param name="json">UTF-8, with its mark or without.</param>
    /// <param name="place">What is read, for people.</param>
    /// <exception cref="StoreException">Code <c>bad-identity-rules</c>.</exception>
    public static IReadOnlyDictionary<string, TypeRule> Read(ReadOnlySpan<byte> json, string place)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble)) json = json[Encoding.UTF8.Preamble.Length..];
        try
        {
            return new IdentityRulesReader(json, place).Types();
        }
        catch (InvalidOperationException exception)
        {
            // A text in it is no Unicode.
            throw new StoreException(IdentityRules.Code, $"{place}: expected JSON in UTF-8; {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw new StoreException(
                IdentityRules.Code,
                $"{place}, line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: expected JSON; "
                + (end < 0 ? exception.Message : exception.Message[..end]), exception);
        }
    }

    private Dictionary<string, TypeRule> Types()
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw Expected("an object of types, such as {\"crm\": {\"most\": 1}}");
        var types = new Dictionary<string, TypeRule>(StringComparer.Ordinal);
        while (Next() == JsonTokenType.PropertyName)
        {
            var type = reader.GetString()!;
            if (type == Identifier.OwnType) throw Wrong("there is nothing to say of 'id', which is the store's own");
            if (type != IdentityRules.EveryType && (!Identifier.TryParse($"{type}:x", out var read, out _) || read.Type != type))
                throw Expected($"a type of identifiers, 1 to {Identifier.MaxTypeLength} of a-z 0-9 - _ . , or * for all others");
            if (types.ContainsKey(type)) throw Wrong($"'{type}' is there twice");
            types.Add(type, Rule(type));
        }
        // Whatever follows is no JSON and says so.
        reader.Read();
        return types;
    }

    private TypeRule Rule(string type)
    {
        if (Next() != JsonTokenType.StartObject) throw Expected($"an object with some of {Fields} for '{type}'");
        var (rule, seen) = (new TypeRule(), new HashSet<string>(StringComparer.Ordinal));
        while (Next() == JsonTokenType.PropertyName)
        {
            var field = reader.GetString()!;
            if (!seen.Add(field)) throw Wrong($"'{field}' is there twice for '{type}'");
            rule = field switch
            {
                "most" => rule with { Most = Most() },
                "joins" => rule with { Joins = Flag() },
                "priority" => rule with { Priority = Priority() },
                "blocked" => rule with { Blocked = Values(field, rule.Allowed) },
                "allowed" => rule with { Allowed = Values(field, rule.Blocked) },
                _ => throw Expected($"one of {Fields}"),
            };
        }
        return rule;
    }

    private int Most()
    {
        if (Next() == JsonTokenType.Null) return 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var most) && most is >= 1 and <= MostOfAType
            ? most : throw Expected($"a whole number from 1 to {MostOfAType}, or null for any number, as 'most'");
    }

    private int Priority() =>
        Next() == JsonTokenType.Number && reader.TryGetInt32(out var priority) && priority is >= -HighestPriority and <= HighestPriority
            ? priority : throw Expected($"a whole number from -{HighestPriority} to {HighestPriority} as 'priority'");

    private bool Flag() => Next() is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : throw Expected("true or false as 'joins'");

    private List<string> Values(string field, IReadOnlyList<string> others)
    {
        if (Next() != JsonTokenType.StartArray) throw Expected($"a list of texts as '{field}'");
        var values = new List<string>();
        while (Next() != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String) throw Expected($"a list of texts as '{field}'");
            var value = reader.GetString()!;
            if (Padding.IsBlank(value) || value.Length > Identifier.MaxValueLength)
                throw Expected($"a value of 1 to {Identifier.MaxValueLength} characters; blanks name nobody anyway");
            if (others.Contains(value)) throw Wrong($"'{value}' is both blocked and allowed");
            values.Add(value);
        }
        return values;
    }

    private JsonTokenType Next()
    {
        reader.Read();
        return reader.TokenType;
    }

    private StoreException Expected(string what) => Wrong("expected " + what + "; found " + reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String or JsonTokenType.PropertyName => $"'{reader.GetString()}'",
        _ => Encoding.UTF8.GetString(reader.ValueSpan),
    });

    private StoreException Wrong(string problem) =>
        new(IdentityRules.Code, $"{place}, line {1 + json[..(int)reader.TokenStartIndex].Count((byte)'\n')}: {problem}.");
}
