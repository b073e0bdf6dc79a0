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
        return shape is null
            ? EventBuilder.Reject(row, LogRejectCodes.TypeMissing, $"the map gives no type to {(value is null ? "a row without a value" : $"'{value}'")}; add it to 'lookup', or an 'otherwise'")
            : builder.Build(new Overlay(row) { Value = value }, shape, id);
    }
}
