using System.Globalization;

namespace JourneyStore.Ingestion.Logs.Xes;

/// <summary>
/// Names for traces that are unique within the file, because ids of events are made of them: a second trace of the same name becomes
/// <c>name~2</c>. Remembers a fingerprint of each name, some 20 bytes a trace.
/// </summary>
internal sealed class TraceNames
{
    private readonly HashSet<ulong> _seen = [];
    private readonly Dictionary<ulong, int> _repeated = [];

    public string Unique(string? name, long number)
    {
        name ??= $"#{number.ToString(CultureInfo.InvariantCulture)}";
        var print = RowHash.Of(name);
        if (_seen.Add(print)) return name;
        var count = _repeated[print] = _repeated.GetValueOrDefault(print, 1) + 1;
        return $"{name}~{count.ToString(CultureInfo.InvariantCulture)}";
    }
}
