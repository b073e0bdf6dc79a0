using System.Text;
using JourneyStore.Events;

namespace JourneyStore.Benchmarks;

/// <summary>Events as CloudEvents, the way a producer sends them.</summary>
internal static class EventText
{
    public static string Of(EventCandidate e) =>
        Of(e.Source, e.Id, e.Type, e.OccurredAt!.Value.UtcDateTime, e.Customer[0].ToString(), e.CaseId!, e.Data.Span);

    public static string Of(string source, string id, string type, DateTime at, string customer, string caseId, ReadOnlySpan<byte> data) =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"{{source}}","type":"{{type}}","time":"{{at:yyyy-MM-ddTHH:mm:ss.ffffffZ}}","customer":"{{customer}}","process":"incident","caseid":"{{caseId}}","channel":"phone","data":{{Encoding.UTF8.GetString(data)}}}""";
}
