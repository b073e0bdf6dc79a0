using System.Text.Json;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Projections;

namespace JourneyStore.Engine.Reading;

/// <summary>Makes of rows as they are kept what their read models want shown (<see cref="IShown"/>).</summary>
internal sealed class ShownRows(Inventory inventory, TimeProvider time)
{
    private readonly Dictionary<string, ICustomerProjection> views =
        inventory.CustomerViews.Where(view => view is IShown).ToDictionary(view => view.Name);

    /// <summary>The rows of an answer, all as of the same moment: now.</summary>
    public IReadOnlyList<ViewRow> Of(string view, IReadOnlyList<ViewRow> rows)
    {
        if (!views.TryGetValue(view, out var projection)) return rows;
        var asOf = Acceptance.ToMicroseconds(time.GetUtcNow());
        return [.. rows.Select(row => row with
        {
            Data = JsonSerializer.SerializeToUtf8Bytes(((IShown)projection).Show(projection.Read(row.Data.Span), asOf), ViewJson.Options),
        })];
    }
}
