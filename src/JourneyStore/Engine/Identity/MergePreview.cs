using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Signals;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;
using JourneyStore.Events.Cases;

namespace JourneyStore.Engine.Identity;

/// <summary>Folds the histories of two customers as the one history that they would be, page by page; nothing is written.</summary>
internal sealed class MergePreview(Database storage, InlineViews views, SignalsProjection signals, EventReader reader)
{
    /// <summary>The inline views and signals of both together, as of a moment.</summary>
    public async Task<(IReadOnlyDictionary<string, object> Views, IReadOnlyList<SignalValue> Signals)> FoldAsync(
        string tenant, string customer, string joined, DateTimeOffset asOf, CancellationToken ct)
    {
        var fold = ViewsFold.From(views.All, customer, null, default);
        await using var left = storage.ReadAllAsync(tenant, customer, asOf, ct).GetAsyncEnumerator(ct);
        await using var right = storage.ReadAllAsync(tenant, joined, asOf, ct).GetAsyncEnumerator(ct);
        var (hasLeft, hasRight) = (await left.MoveNextAsync(), await right.MoveNextAsync());
        while (hasLeft || hasRight)
        {
            if (hasLeft && (!hasRight || left.Current.Place.CompareTo(right.Current.Place) < 0))
            {
                fold.Apply(AsOne(left.Current, customer, joined));
                hasLeft = await left.MoveNextAsync();
            }
            else
            {
                fold.Apply(AsOne(right.Current, customer, joined));
                hasRight = await right.MoveNextAsync();
            }
        }
        var byName = new Dictionary<string, object>();
        IReadOnlyList<SignalValue> values = [];
        for (var i = 0; i < fold.Rows.Length; i++)
            if (views.All[i] == signals) values = signals.ReadAll(fold.Rows[i], asOf);
            else byName.Add(views.All[i].Name, fold.Rows[i]);
        return (byName, values);
    }

    private JourneyEvent AsOne(in StoredEvent stored, string customer, string joined)
    {
        var @event = reader.Read(stored) with { Customer = customer };
        return @event.Body is not CaseMoved moved ? @event : @event with
        {
            Body = moved with { From = moved.From == joined ? customer : moved.From, To = moved.To == joined ? customer : moved.To },
        };
    }
}
