using System.Text.Json;

namespace JourneyStore.Ingestion.Logs;

/// <summary>A row together with what is known only while one event is made of it: the deciding value, and a state's before and after.</summary>
internal sealed class Overlay(ILogFields row) : ILogFields
{
    /// <summary>Begins the names of fields of the case's row before.</summary>
    public const string WasPrefix = "@was.";

    /// <summary>The value that decided which event it is; null: none did.</summary>
    public string? Value { get; init; }

    /// <summary>The watched column before the row; null: not known, or no column is watched.</summary>
    public string? From { get; init; }

    /// <summary>The watched column after the row.</summary>
    public string? To { get; init; }

    /// <summary>What a remembered column was before the row, for <c>@was.column</c>; null: nothing is remembered.</summary>
    public Func<string, string?>? Was { get; init; }

    public bool IsNothing(string text) => row.IsNothing(text);

    public long Row => row.Row;

    public string Raw => row.Raw;

    public LogRecord? Record => row.Record;

    public string? Get(string field) => field switch
    {
        "@value" => Value,
        "@slug" => Value is null ? null : Slug.Of(Value),
        "@from" => From,
        "@to" => To,
        _ => field.StartsWith(WasPrefix, StringComparison.Ordinal) ? Was?.Invoke(field[WasPrefix.Length..]) : row.Get(field),
    };

    public IReadOnlyList<string> Reached(string path) => row.Reached(path);

    public void WriteRelations(Utf8JsonWriter writer, int limit) => row.WriteRelations(writer, limit);
}
