using System.Collections.Frozen;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;

namespace JourneyStore.Engine.Catalog;

/// <summary>
/// The event types that have a record: found once at start, looked up afterwards without reflection but for the first event of a type. Immutable,
/// safe for many threads.
/// </summary>
public sealed class EventCatalog
{
    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };
    private readonly FrozenDictionary<string, Entry> entries;
    private readonly FrozenDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> bySpan;

    private EventCatalog(Dictionary<string, Entry> entries)
    {
        this.entries = entries.ToFrozenDictionary(StringComparer.Ordinal);
        bySpan = this.entries.GetAlternateLookup<ReadOnlySpan<char>>();
        Types = [.. entries.Values.Select(e => e.Info).OrderBy(i => i.Name, StringComparer.Ordinal)];
    }

    /// <summary>All types, by name.</summary>
    public IReadOnlyList<EventTypeInfo> Types { get; }

    /// <summary>
    /// Finds every class with an <see cref="EventTypeAttribute"/> and every <see cref="IUpcaster"/> in the assemblies.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// Two classes bear one name; a name or version is not well formed; a class is no <see cref="IEventBody"/>; an upcaster is missing,
    /// doubled, or belongs to no type.
    /// </exception>
    public static EventCatalog Discover(params Assembly[] assemblies)
    {
        var classes = assemblies.Distinct().SelectMany(a => a.GetTypes()).Where(t => t is { IsClass: true, IsAbstract: false });
        return Of([.. classes]);
    }

    /// <summary>As <see cref="Discover"/>, over the given classes; those that are neither event type nor upcaster are passed over.</summary>
    /// <exception cref="InvalidOperationException">As <see cref="Discover"/>.</exception>
    public static EventCatalog Of(params Type[] classes)
    {
        var upcasters = UpcasterChains.From(classes);
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var type in classes)
        {
            if (type.GetCustomAttribute<EventTypeAttribute>(inherit: false) is not { } attribute) continue;
            var info = Inspect(type, attribute);
            if (entries.TryGetValue(info.Name, out var other))
                throw new InvalidOperationException($"Event type '{info.Name}' has two records: {other.Info.ClrType} and {type}.");
            entries[info.Name] = new Entry(info, upcasters.Take(info));
        }
        upcasters.ThrowIfAnyIsLeft();
        return new EventCatalog(entries);
    }

    /// <summary>The type of a name, when it is in the catalogue.</summary>
    public bool TryFind(string type, [NotNullWhen(true)] out EventTypeInfo? info)
    {
        info = entries.TryGetValue(type, out var entry) ? entry.Info : null;
        return info is not null;
    }

    /// <summary>The catalogue's own copy of a type's name, so that a name is not kept once an event; null when it is not there.</summary>
    public string? Intern(ReadOnlySpan<char> type) => bySpan.TryGetValue(type, out var entry) ? entry.Info.Name : null;

    /// <summary>Reads an event's data as its record, upcast to the newest version.</summary>
    /// <param name="type">The event type's name.</param>
    /// <param name="schemaVersion">Version of the shape of <paramref name="json"/>, 1 or more.</param>
    /// <param name="json">One UTF-8 JSON value; empty: no data, read as an object without properties.</param>
    /// <param name="body">The record; null when the type is not in the catalogue: such data is kept as it came.</param>
    /// <param name="problem">Which property, what was expected, what was found, when the answer is false.</param>
    /// <returns>False when the data has not the shape that its type and version demand, or nobody knows the version.</returns>
    public bool TryRead(string type, int schemaVersion, ReadOnlySpan<byte> json, out IEventBody? body, [NotNullWhen(false)] out string? problem)
    {
        problem = Read(type, schemaVersion, json, out body)?.Reason;
        return problem is null;
    }

    /// <summary>As <see cref="TryRead"/>, with the code of what is wrong; null: nothing is.</summary>
    public Rejection? Read(string type, int schemaVersion, ReadOnlySpan<byte> json, out IEventBody? body)
    {
        body = null;
        if (!entries.TryGetValue(type, out var entry)) return null;
        if (schemaVersion < 1) return Misshapen($"the schema version is 1 or more, found {schemaVersion}");
        if (schemaVersion > entry.Info.Version) return new Rejection(RejectionCodes.UnknownSchemaVersion, Known(entry.Info, schemaVersion));
        if (json.IsEmpty) json = "{}"u8;
        return schemaVersion == entry.Info.Version ? ReadNewest(entry, json, out body) : ReadOlder(entry, schemaVersion, json, out body);
    }

    /// <summary>An event's data without what is personal in it, in the shape of the newest version.</summary>
    /// <param name="type">The event type's name.</param>
    /// <param name="schemaVersion">Version of the shape of <paramref name="json"/>.</param>
    /// <param name="json">One UTF-8 JSON value; empty: no data.</param>
    /// <param name="newest">The newest version.</param>
    /// <returns>Null: the type is not in the catalogue, or the data cannot be read; nobody knows what of it is personal.</returns>
    internal JsonNode? WithoutPersonal(string type, int schemaVersion, ReadOnlySpan<byte> json, out int newest)
    {
        newest = 1;
        if (Read(type, schemaVersion, json, out var body) is not null || body is null) return null;
        var entry = entries[type];
        newest = entry.Info.Version;
        // What the record does not know is not written again: nobody knows what it says.
        var data = JsonSerializer.SerializeToNode(body, entry.Json);
        PersonalFields.Blank(data, entry.Json);
        return data;
    }

    private static Rejection? ReadNewest(Entry entry, ReadOnlySpan<byte> json, out IEventBody? body)
    {
        try
        {
            body = (IEventBody?)JsonSerializer.Deserialize(json, entry.Json);
            return body is null ? Misshapen("the data is a JSON object, found null") : null;
        }
        catch (JsonException wrong)
        {
            body = null;
            return AmbiguousNames.Find(entry.Json, json) is { } twice
                ? new Rejection(RejectionCodes.DataAmbiguousName, twice)
                : Misshapen(ShapeProblem.Describe(entry.Json, json, wrong));
        }
    }

    private static Rejection? ReadOlder(Entry entry, int version, ReadOnlySpan<byte> json, out IEventBody? body)
    {
        body = null;
        byte[] newest;
        try
        {
            // Upcasters find a property whatever the case of its letters, as the newest version's record does.
            if (JsonNode.Parse(json, AnyCase) is not JsonObject data) return Misshapen($"the data is a JSON object, found {ShapeProblem.Found(json)}");
            for (var from = version; from < entry.Info.Version; from++) data = entry.Upcasters[from - 1].Upcast(data);
            newest = JsonSerializer.SerializeToUtf8Bytes(data, EventJson.Options);
        }
        // An upcaster meets whatever somebody once sent: however it fails over that, the data has not the old version's shape.
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            // The names of an old version are known to its upcaster only; one that it looks for among two of a kind it cannot find.
            return AmbiguousNames.Find(json) is { } twice
                ? new Rejection(RejectionCodes.DataAmbiguousName, twice)
                : Misshapen($"version {version} cannot be read as version {entry.Info.Version}: {wrong.Message}");
        }
        return ReadNewest(entry, newest, out body);
    }

    private static Rejection Misshapen(string problem) => new(RejectionCodes.BadData, problem);

    private static string Known(EventTypeInfo info, int found) =>
        (info.Version == 1 ? "the one schema version that is known is 1" : $"the schema versions that are known are 1 to {info.Version}")
        + $", found {found}; send the data in a known version, or give the catalogue the record of the new one first";

    private static EventTypeInfo Inspect(Type type, EventTypeAttribute attribute)
    {
        if (!typeof(IEventBody).IsAssignableFrom(type))
            throw new InvalidOperationException($"{type} has an event type's name but is no {nameof(IEventBody)}.");
        if (!IsDottedLowerCase(attribute.Name))
            throw new InvalidOperationException($"{type}: an event type's name is dotted lower-case, found '{attribute.Name}'.");
        if (attribute.Version < 1)
            throw new InvalidOperationException($"{type}: an event type's version is 1 or more, found {attribute.Version}.");
        if (HasPersonal(type)) PersonalFields.Check(EventJson.Options.GetTypeInfo(type), type);
        var summary = type.GetCustomAttribute<DescriptionAttribute>()?.Description ?? InWords(type.Name);
        return new EventTypeInfo(attribute.Name, attribute.Version, type, summary);
    }

    // How a record is written is made when the first event of its type is; only the few that mark a demanded property have to be looked at before.
    private static bool HasPersonal(Type type) => type.GetProperties().Any(property => property.IsDefined(typeof(PersonalAttribute), inherit: true)
        && (property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)) || property.PropertyType.IsValueType));

    private static bool IsDottedLowerCase(string name) =>
        name.Length > 0 && name.Split('.').All(part => part.Length > 0)
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_');

    private static string InWords(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString())) + ".";

    private sealed record Entry(EventTypeInfo Info, IUpcaster[] Upcasters)
    {
        private JsonTypeInfo? json;

        /// <summary>How the record is read; made when the first event of the type is, which few processes meet all of.</summary>
        public JsonTypeInfo Json => json ??= EventJson.Options.GetTypeInfo(Info.ClrType);
    }
}
