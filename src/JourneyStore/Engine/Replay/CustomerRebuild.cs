using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>What a rebuild of one customer came to.</summary>
/// <param name="Customer">Our id.</param>
/// <param name="Views">The views whose row of the customer was folded anew.</param>
/// <param name="LeftOut">Views across customers: sums from which one customer cannot be taken.</param>
public sealed record CustomerRebuildReport(string Customer, IReadOnlyList<string> Views, IReadOnlyList<string> LeftOut);

/// <summary>Folds one customer's rows anew from the log, while the store serves: inline views together, as a late event does; async ones each under
/// its progress.</summary>
internal sealed class CustomerRebuild(Database storage, ViewSet views, Settlement settlement, TimeProvider time)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);

    /// <param name="customer">The customer.</param>
    /// <param name="tables">The views; null: all that have a row a customer.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<CustomerRebuildReport> RunAsync(CustomerKey customer, IReadOnlyList<ViewTable>? tables, CancellationToken ct)
    {
        var wanted = (tables ?? [.. views.Tables.Values]).Select(table => table.Name).ToHashSet();
        string[] across =
            [.. views.Async.Where(fold => fold is not CustomerViewFold && wanted.Contains(fold.Table.Name)).Select(fold => fold.Table.Name)];
        if (tables is not null && across.Length > 0)
            throw new StoreException(
                "whole-view-only", $"Views with a row a customer were expected; {string.Join(", ", across)} add up all customers, from which one cannot be taken. Rebuild them as a whole.");
        try
        {
            string[] inline = [.. views.Inline.All.Select(view => view.Name)];
            if (inline.Any(wanted.Contains)) await RefoldAsync(customer, ct);
            var one = views.Async.OfType<CustomerViewFold>().Where(fold => wanted.Contains(fold.Table.Name)).ToArray();
            foreach (var fold in one) await fold.RebuildAsync(storage, customer, time.GetUtcNow(), ct);
            return new CustomerRebuildReport(customer.Customer,
                [.. inline.Any(wanted.Contains) ? inline : [], .. one.Select(fold => fold.Table.Name)], across);
        }
        catch (PoisonEventException poison)
        {
            throw new StoreException("cannot-be-folded", $"{poison.Stored.Type} at position {poison.Stored.Position} cannot be folded: {poison.Reason}. The row is as it was.", poison);
        }
    }

    private async Task RefoldAsync(CustomerKey customer, CancellationToken ct)
    {
        while (true)
        {
            await using var owned = await storage.TryOwnSettlementAsync(customer, ct);
            if (owned is not null)
            {
                await settlement.RefoldAsync(customer, ct);
                return;
            }
            // A late event of the customer is being folded.
            await Task.Delay(LookAgainAfter, time, ct);
        }
    }
}
