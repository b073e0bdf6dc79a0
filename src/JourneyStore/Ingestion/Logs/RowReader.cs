namespace JourneyStore.Ingestion.Logs;

/// <summary>Reads rows that are events: one row, one event, of the type that the map's <c>type</c> gives it.</summary>
internal sealed class RowReader(LogMap map, EventBuilder builder)
{
    /// <summary>The event of a row, or the reject.</summary>
    /// <param name="row">The row.</param>
    /// <param name="id">Its id; null: by the map.</param>
    public LogRow Read(ILogFields row, string? id = null)
    {
        var shape = map.Type!.Choose(row, out var value);
        if (shape is not null) return builder.Build(new Overlay(row) { Value = value }, shape, id);
        var found = value is null ? "a row without a value" : $"'{value}'";
        return EventBuilder.Reject(row, LogRejectCodes.TypeMissing, $"the map gives no type to {found}; add it to 'lookup', or an 'otherwise'");
    }
}
