using System.Text.Json;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Projections;

namespace JourneyStore.Engine.Reading;

/// <summary>Makes of rows as they are kept what their read models want shown (<see cref="IShown"/>).</summary>
internal sealed class ShownRows(ViewSet views, TimeProvider time)
{
    private readonly Dictionary<string, IProjection> shown = views.Documents.Where(view => view is IShown).ToDictionary(view => view.Name);

    /// <summary>The rows of an answer, all as of the same moment: now.</summary>
    public IReadOnlyList<ViewRow> Of(string view, IReadOnlyList<ViewRow> rows)
    {
        if (!shown.TryGetValue(view, out var projection)) return rows;
        var asOf = Acceptance.ToMicroseconds(time.GetUtcNow());
        return [.. rows.Select(row => row with
        {
            Data = JsonSerializer.SerializeToUtf8Bytes(((IShown)projection).Show(Read(projection, row.Data.Span), asOf), ViewJson.Options),
        })];
    }

    private static object Read(IProjection projection, ReadOnlySpan<byte> json) => projection switch
    {
        ICustomerProjection customer => customer.Read(json),
        IAggregateProjection aggregate => aggregate.ReadRow(json),
        _ => throw new InvalidOperationException($"The rows of '{projection.Name}' are of no known kind."),
    };
}
