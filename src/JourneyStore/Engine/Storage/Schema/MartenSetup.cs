using JasperFx;
using JasperFx.Events;
using JasperFx.MultiTenancy;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Events;
using Marten;
using Marten.Events;
using Marten.Services.Json.Transformations;
using Weasel.Core;

namespace JourneyStore.Engine.Storage.Schema;

/// <summary>How Marten is told of everything that the store keeps: the one place where its options are set.</summary>
internal static class MartenSetup
{
    /// <summary>Sets the options; what an application sets beside them stays.</summary>
    /// <param name="options">Marten's.</param>
    /// <param name="catalog">The event types that are known.</param>
    /// <param name="views">The read models.</param>
    /// <param name="tags">Whether events bear Marten's tags of customer and case.</param>
    public static void Configure(StoreOptions options, EventCatalog catalog, ViewSet views, bool tags = false)
    {
        options.UseSystemTextJsonForSerialization(RowJson.Documents, EnumStorage.AsString, Casing.CamelCase);
        var events = options.Events;
        events.StreamIdentity = StreamIdentity.AsString;
        events.TenancyStyle = TenancyStyle.Conjoined;
        events.AppendMode = EventAppendMode.Quick;
        events.UseIdentityMapForAggregates = true;
        events.EnableUniqueIndexOnEventId = true;
        events.MetadataConfig.EnableAll();
        foreach (var index in EventIndexes.Names) events.IgnoreIndex(index);
        MapTypes(options, catalog);
        if (tags) MapTags(events);
        // What fails is repeated as a whole, by whoever knows what it rests on; Marten's own repetition would leave out what was locked and read
        // before.
        options.ConfigurePolly(_ => { });
        options.ConfigureWritePolly(_ => { });
        options.DisableNpgsqlLogging = true;
        foreach (var view in views.Documents) view.MapDocument(options);
        options.Storage.Add(new JourneySchema(options, views));
    }

    private static void MapTags(IEventStoreOptions events)
    {
        // In the event's own row; a table a tag costs several times as much.
        events.DcbStorageMode = DcbStorageMode.HStore;
        events.RegisterTagType<CustomerTag>(CustomerTag.Name);
        events.RegisterTagType<CaseTag>(CaseTag.Name);
    }

    private static void MapTypes(StoreOptions options, EventCatalog catalog)
    {
        options.Events.MapEventType(typeof(FreeEvent), FreeEvent.MappedName);
        foreach (var type in catalog.Types)
        {
            options.Events.MapEventType(type.ClrType, StoredType.Of(type.Name, type.Version));
            for (var version = 1; version < type.Version; version++)
                options.Events.Upcast(type.ClrType, StoredType.Of(type.Name, version), Reading(catalog, type.Name, version));
        }
    }

    /// <summary>How Marten reads data of an older version: by the catalogue's own upcasters.</summary>
    private static JsonTransformation Reading(EventCatalog catalog, string type, int version) => new((_, reader, at) =>
    {
        var json = reader.GetFieldValue<byte[]>(at);
        return catalog.TryRead(type, version, json, out var body, out var problem) && body is not null
            ? body
            : throw new InvalidDataException($"A stored event of type {type}, version {version}, cannot be read: {problem}.");
    });
}
