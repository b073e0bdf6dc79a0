using System.Text.Json;

namespace JourneyStore.Ingestion.Logs.Ocel;

/// <summary>
/// Reads OCEL 2.0 JSON in two passes, objects and then events, because an event may stand before the objects that lead to its customer.
/// When the objects cannot be read there are no events either: bound to nobody, they would be kept so under their ids for ever.
/// </summary>
internal static class OcelLog
{
    /// <summary>Reads a log.</summary>
    /// <param name="open">Opens it from its beginning.</param>
    /// <param name="map">What it means.</param>
    /// <param name="context">Where its one event stood in the log that it came from; null: it is a whole log.</param>
    public static IEnumerable<LogRow> Read(Func<Stream> open, LogMap map, RecordContext? context = null)
    {
        if (OcelVariant.Of(open) is { } other)
        {
            yield return LogRow.Rejected(LogRejectCodes.NotOcel, other, 0);
            yield break;
        }
        OcelObjects objects;
        using (var stream = open()) objects = OcelObjects.Read(stream, map);
        if (!objects.Found && map.Objects.Count > 0)
        {
            var none = $"expected the list 'objects' of OCEL 2.0 JSON, which the map's paths need, found {OcelVariant.Words(objects.Members)}";
            yield return LogRow.Rejected(LogRejectCodes.NotOcel, none, 0);
            yield break;
        }
        using var events = open();
        var elements = new JsonElements(events, "events");
        var fields = new OcelFields(map, objects);
        var rows = new RowReader(map, new EventBuilder(map, EventDefaults.Ocel));
        while (elements.Next())
        {
            fields.Row = context?.Row ?? fields.Row + 1;
            if (OcelText.Problem(elements.Element.Span) is { } problem)
            {
                using var marked = JsonDocument.Parse(OcelText.Marked(elements.Element.Span));
                fields.Take(marked.RootElement);
                yield return EventBuilder.Reject(fields, LogRejectCodes.OcelEncoding, $"the event cannot be read: {problem}");
                continue;
            }
            using var element = JsonDocument.Parse(elements.Element);
            foreach (var row in Read(element.RootElement, fields, rows, map, context?.Part)) yield return row;
        }
        if (elements.Found) yield break;
        yield return LogRow.Rejected(LogRejectCodes.NotOcel, $"expected the list 'events' of OCEL 2.0 JSON, found {OcelVariant.Words(elements.Members)}", 0);
    }

    private static IEnumerable<LogRow> Read(JsonElement element, OcelFields fields, RowReader rows, LogMap map, string? part)
    {
        fields.Take(element);
        if (!element.TryText("id", out var id) || !element.TryText("type", out _))
        {
            yield return EventBuilder.Reject(fields, LogRejectCodes.OcelEvent, "expected an event with a text 'id' and a text 'type'");
            yield break;
        }
        var count = map.OneEventPer is { } path ? fields.CountOf(path) : 0;
        if (part is not null && (map.OneEventPer is null || !fields.Reached(map.OneEventPer).Contains(part))) part = null;
        if (count < 2) yield return rows.Read(fields);
        else
            for (var i = 0; i < count; i++)
            {
                // The object's own id keeps the events apart in every run, whatever order the objects stand in; a slash in it is no slash of ours.
                var one = fields.Choose(map.OneEventPer!, i);
                if (part is not null && one != part) continue;
                yield return rows.Read(fields, $"{fields.IdByMap(map) ?? id}/{one.Replace("%", "%25").Replace("/", "%2F")}");
            }
    }

    private static string? IdByMap(this OcelFields fields, LogMap map) => map.Id?.Render(fields);
}
