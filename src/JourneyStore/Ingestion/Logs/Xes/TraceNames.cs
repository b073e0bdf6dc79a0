using System.Globalization;
using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs.Xes;

/// <summary>
/// Names for traces that are unique within the file, because ids of events are made of them: a second trace of the same name becomes
/// <c>name~2</c>. A name that ends like that by itself gets one more number, <c>x~2~1</c>, and a trace without a name is <c>~</c> and its
/// number: so a name that is made up is never one that stands in the file, before or behind. Remembers a fingerprint of each name, some
/// 20 bytes a trace.
/// </summary>
internal sealed class TraceNames
{
    private readonly HashSet<ulong> seen = [];
    private readonly Dictionary<ulong, int> repeated = [];

    public string Unique(string? name, long number)
    {
        if (Padding.IsBlank(name)) return $"~{number.ToString(CultureInfo.InvariantCulture)}";
        var print = RowHash.Of(name);
        var count = 1;
        if (!seen.Add(print)) count = repeated[print] = repeated.GetValueOrDefault(print, 1) + 1;
        return NumberedName.Of(name, count);
    }
}
