using System.Text;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;

namespace JourneyStore.Benchmarks;

/// <summary>What a row of <c>mt_events</c> says beside its data, as the engine writes it: time, id, case, fingerprint and the rest of the
/// envelope.</summary>
internal static class Envelope
{
    private static readonly EventCatalog Catalog = EventCatalog.Discover([.. Engine.Inventory.Discover().Assemblies]);

    /// <summary>The <c>headers</c> column.</summary>
    public static byte[] Headers(string id, DateTime at, string customer, string caseId)
    {
        var (micros, @case) = (Micros.Of(new DateTimeOffset(at)), EventKey.OfCase(Tenants.Default, "incident", caseId));
        // As many bytes as a fingerprint has.
        var print = EventKey.OfEvent(Tenants.Default, LogSeries.Source, id).ToString("N");
        return Encoding.UTF8.GetBytes(
            $$"""{"at":{{micros}},"id":"{{id}}","case":"{{@case}}","print":"{{print}}","caseId":"{{caseId}}","source":"{{LogSeries.Source}}","channel":"phone","process":"incident","customer":["crm:{{customer}}"]}""");
    }

    /// <summary>The <c>mt_dotnet_type</c> column.</summary>
    public static string DotNetTypeOf(string type) =>
        Catalog.TryRead(type, 1, LogSeries.Data, out var body, out _) ? DotNetType.Of(body) : DotNetType.Of(null);
}
