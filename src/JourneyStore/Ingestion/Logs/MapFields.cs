namespace JourneyStore.Ingestion.Logs;

/// <summary>All the fields that a map speaks of, each once.</summary>
internal static class MapFields
{
    public static IEnumerable<string> Of(LogMap map)
    {
        IEnumerable<string> fields =
        [
            .. map.Time?.Fields ?? [], .. map.Id?.Fields ?? [], .. map.Process?.Fields ?? [], .. map.CaseId?.Fields ?? [],
            .. map.Activity?.Fields ?? [], .. map.Actor?.Fields ?? [], .. map.Channel?.Fields ?? [], .. map.Type?.Fields ?? [],
            .. map.Customer.Concat(map.Account).SelectMany(rule => rule.Value.Fields),
            .. map.Data.SelectMany(member => member.Fields),
            .. map.States?.Watched ?? [], .. (map.States?.Shapes ?? []).SelectMany(shape => shape.Fields),
            .. (map.States?.Rules ?? []).SelectMany(rule => rule.Given?.Fields ?? []),
        ];
        return fields.Distinct(StringComparer.Ordinal);
    }
}
