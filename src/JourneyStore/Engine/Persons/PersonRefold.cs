using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Replay;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Persons;

/// <summary>
/// Folds what views hold of a stream anew from its masked events: rows of inline and async views. A view that does not take the masked events loses
/// the
/// row. What views across customers remember of the customer and of the customer's cases is dropped, and folded again when it is next needed; their
/// rows
/// are sums of what no name is in.
/// </summary>
internal sealed class PersonRefold(Database storage, ViewSet views, CustomerRebuild rebuild, TimeProvider time)
{
    /// <returns>The views whose row is gone.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CustomerKey stream, CancellationToken ct)
    {
        var withoutRow = new List<string>();
        ViewTable[] inline = [.. views.Inline.All.Select(view => views.Tables[view.Name])];
        if (inline.Length > 0 && !await TryAsync(stream, inline, ct))
        {
            await storage.DropInlineRowsAsync(inline, stream, time.GetUtcNow(), ct);
            withoutRow.AddRange(inline.Select(view => view.Name));
        }
        foreach (var view in views.Async.Select(fold => fold.Table))
        {
            if (view.HasState) await storage.DropStatesAsync(view, stream, ct);
            else if (!await TryAsync(stream, [view], ct))
            {
                await storage.DropAsyncRowAsync(view, stream, ct);
                withoutRow.Add(view.Name);
            }
        }
        return withoutRow;
    }

    private async Task<bool> TryAsync(CustomerKey stream, IReadOnlyList<ViewTable> tables, CancellationToken ct)
    {
        try
        {
            await rebuild.RunAsync(stream, tables, ct);
            return true;
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            // A fold that asked for what is gone: the row must go too, whatever becomes of the view.
            return false;
        }
    }

    /// <summary>True for what a fold throws, false for what the database does.</summary>
    private static bool IsRefusal(Exception exception) => exception switch
    {
        StoreException refusal => refusal.Code == "cannot-be-folded",
        OperationCanceledException or ConflictException or OutOfMemoryException or System.Data.Common.DbException => false,
        _ => true,
    };
}
