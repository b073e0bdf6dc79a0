using System.Text;
using System.Text.Json;
using JourneyStore.Ingestion.Logs.Maps;
using JourneyStore.Ingestion.Logs.Sources;
using JourneyStore.Ingestion.Logs.States;

namespace JourneyStore.Ingestion.Logs;

/// <summary>
/// How the rows of one kind of log become events: which field is the customer, the case, the time, which event a row is. Read from a
/// JSON file; <c>samples/maps/README.md</c> documents each member.
/// </summary>
public sealed record LogMap
{
    internal LogMap()
    {
    }

    /// <summary>The format of the log; null: told from the file's name and first bytes.</summary>
    public LogFormat? Format { get; internal init; }

    /// <summary>CloudEvents <c>source</c> of all its events: with their ids what makes a second import store nothing new.</summary>
    public required string Source { get; init; }

    internal CsvOptions Csv { get; init; } = new();

    internal IReadOnlySet<string> Missing { get; init; } = new HashSet<string> { "" };

    /// <summary>Words that are no name, number or time, though they may be text.</summary>
    internal IReadOnlySet<string> Nothing { get; init; } = NothingWords.Usual;

    internal bool FillFromGlobals { get; init; }

    internal Template? Time { get; init; }

    internal TimeReader Times { get; init; } = TimeReader.Default;

    internal IReadOnlyList<IdentifierRule> Customer { get; init; } = [];

    internal IReadOnlyList<IdentifierRule> Account { get; init; } = [];

    internal Template? Id { get; init; }

    internal TextRule? Process { get; init; }

    internal TextRule? CaseId { get; init; }

    internal TextRule? Activity { get; init; }

    internal TextRule? Actor { get; init; }

    internal TextRule? Channel { get; init; }

    internal TypeRule? Type { get; init; }

    internal IReadOnlyList<DataField> Data { get; init; } = [];

    internal StateRules? States { get; init; }

    internal IReadOnlyList<ObjectPath> Objects { get; init; } = [];

    /// <summary>Object path that splits an event which reaches several objects into one event each; null: none does.</summary>
    internal string? OneEventPer { get; init; }

    /// <summary>Reads a map file.</summary>
    /// <param name="path">Where it lies.</param>
    /// <exception cref="LogMapException">It cannot be used; the message says where and why.</exception>
    public static LogMap Load(string path)
    {
        byte[] json;
        try
        {
            json = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LogMapException($"there is no map file '{path}'; paths are seen from {Directory.GetCurrentDirectory()}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var refused = e is UnauthorizedAccessException ? "may not be read by this account" : $"cannot be read: {e.Message}";
            var why = Directory.Exists(path) ? "is a folder" : refused;
            throw new LogMapException($"the map file '{path}' {why}", e);
        }
        try
        {
            return Parse(json);
        }
        catch (LogMapException wrong)
        {
            throw wrong.In(path);
        }
    }

    /// <summary>Reads a map.</summary>
    /// <param name="json">The map as UTF-8 JSON; comments and trailing commas are allowed.</param>
    /// <exception cref="LogMapException">It cannot be used; the message says where and why.</exception>
    public static LogMap Parse(ReadOnlySpan<byte> json)
    {
        if (TextEncodings.Proven(json, out _) is { } encoding && TextEncodings.IsWide(encoding))
            json = Encoding.UTF8.GetBytes(encoding.GetString(json));
        if (json.StartsWith(Encoding.UTF8.Preamble)) json = json[Encoding.UTF8.Preamble.Length..];
        var options = new JsonDocumentOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            AllowDuplicateProperties = false,
        };
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json.ToArray(), options);
        }
        catch (JsonException e)
        {
            throw new LogMapException("$", $"expected a JSON object, found text that is not JSON; {JsonFault.Words(e)}", e);
        }
        using (document) return LogMapReader.Read(new MapNode(document.RootElement, "$"));
    }
}
