using System.Text.Json;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Persons;
using JourneyStore.Events;
using JourneyStore.Events.Identity;

namespace JourneyStore.Engine.Persons;

/// <summary>
/// Erases persons: takes the names away from the streams, then masks events, held events and what else repeats them, page by page, folds anew
/// what was
/// folded from them, and leaves a receipt. Each step may be done again; what was broken off is gone on with by whoever finds its mark.
/// </summary>
internal sealed class Eraser(
    Database storage, EventCatalog catalog, PersonRefold refold, IReadOnlyList<ViewTable> views,
    Func<AppendRequest, CancellationToken, Task<AppendReceipt>> append, Action<CustomerKey> forget, TimeProvider time, IIdSource ids,
    Action<string>? reached)
{
    /// <summary>Source of the events that say so.</summary>
    public const string Source = "urn:journeystore:erasures";

    private const int Page = 200;
    private const int LongestWord = 500;
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>A page of a tenant's erasures, oldest first.</summary>
    public async Task<ErasurePage> PageAsync(string tenant, int limit, long? after, CancellationToken ct)
    {
        Limits.Check(limit, nameof(limit));
        var found = await storage.ReadErasuresAsync(tenant, after ?? 0, limit + 1, ct);
        ErasureReceipt[] page = [.. found.Take(limit)];
        return new ErasurePage(page, found.Count > limit ? page[^1].Number : null);
    }

    /// <summary>Erases a person, or says what would be erased.</summary>
    public async Task<ErasureOutcome> EraseAsync(string tenant, CustomerRef reference, string by, string why, bool dryRun, CancellationToken ct)
    {
        Check(by, "by", "who decides");
        Check(why, "why", "why the person is erased");
        ErasureReceipt? goneOn = null;
        // A name that was taken away already, by an erasure that was broken off, still says whose it is to be gone on with.
        if (reference.OwnId is null)
            foreach (var broken in await storage.FindErasingAsync(tenant, storage.Identity.Form(reference.Identifier).ToString(), ct))
                goneOn = dryRun ? (await storage.ReadErasuresAsync(broken, ct)).First() : await GoOnAsync(broken, ct) ?? goneOn;
        var id = await storage.ResolveAsync(tenant, reference, ct);
        if (id is null) return goneOn is { } done ? new ErasureOutcome(dryRun, AlreadyErased: false, done) : throw CustomerReader.Unknown(reference);
        var customer = new CustomerKey(tenant, id);
        if (dryRun) return await CountAsync(customer, by, why, ct);
        await using var owned = await OwnAsync(customer, ct);
        if (await AlreadyAsync(customer, ct) is { } before) return before;
        var (streams, now) = (await CustomerStreams.OfAsync(storage, customer, ct), time.GetUtcNow());
        var order = new ErasureOrder(customer, streams, ids.New(now).ToString(), by, why, now);
        return new ErasureOutcome(DryRun: false, AlreadyErased: false, await RunAsync(order, ct));
    }

    /// <summary>Goes on with all that was broken off and that nobody else is about.</summary>
    public async Task GoOnAsync(CancellationToken ct)
    {
        foreach (var broken in await storage.FindErasingAsync(ct))
        {
            await using var owned = await storage.TryOwnErasureAsync(broken, ct);
            if (owned is not null) await GoOnOwnedAsync(broken, ct);
        }
    }

    private async Task<ErasureReceipt?> GoOnAsync(CustomerKey customer, CancellationToken ct)
    {
        await using var owned = await OwnAsync(customer, ct);
        return await GoOnOwnedAsync(customer, ct);
    }

    private async Task<ErasureReceipt?> GoOnOwnedAsync(CustomerKey customer, CancellationToken ct)
    {
        var newest = (await storage.ReadErasuresAsync(customer, ct)).FirstOrDefault();
        if (newest is null or { DoneAt: not null }) return newest;
        var streams = await CustomerStreams.OfAsync(storage, customer, ct);
        return await RunAsync(new ErasureOrder(customer, streams, newest.Id, newest.By, newest.Why, time.GetUtcNow()), ct);
    }

    private async Task<ErasureOutcome> CountAsync(CustomerKey customer, string by, string why, CancellationToken ct)
    {
        var streams = await CustomerStreams.OfAsync(storage, customer, ct);
        var receipts = await storage.ReadErasuresAsync(customer, ct);
        var counts = await storage.CountErasableAsync(customer, streams, KeysOf(customer, receipts), views, ct);
        if (IsNothing(counts) && receipts.FirstOrDefault() is { DoneAt: not null } done)
            return new ErasureOutcome(DryRun: true, AlreadyErased: true, done);
        var identifiers = await storage.ReadIdentifiersAsync(customer.Tenant, streams, ct);
        var (held, messages) = (0L, 0L);
        await foreach (var page in HeldAsync(customer, NamePattern.Of([], identifiers), long.MaxValue, ct)) held += page.Count;
        await foreach (var page in MessagesAsync(customer, NamePattern.Of(streams, identifiers), ct)) messages += page.Ids.Length;
        return new ErasureOutcome(
            DryRun: true, AlreadyErased: false,
            new ErasureReceipt(0, "", customer.Customer, by, why, time.GetUtcNow(), null, counts with { Held = held, Messages = messages }));
    }

    private async Task<ErasureOutcome?> AlreadyAsync(CustomerKey customer, CancellationToken ct)
    {
        var receipts = await storage.ReadErasuresAsync(customer, ct);
        if (receipts.FirstOrDefault() is not { DoneAt: not null } done) return null;
        var streams = await CustomerStreams.OfAsync(storage, customer, ct);
        var counts = await storage.CountErasableAsync(customer, streams, KeysOf(customer, receipts), views, ct);
        return IsNothing(counts) ? new ErasureOutcome(DryRun: false, AlreadyErased: true, done) : null;
    }

    /// <summary>The whole of it; whatever of it is done already is passed over.</summary>
    private async Task<ErasureReceipt> RunAsync(ErasureOrder order, CancellationToken ct)
    {
        var customer = order.Customer;
        var erasing = await Again(() => storage.BeginErasureAsync(order, views, ct));
        Forget(order);
        reached?.Invoke("begun");
        var mask = new EventMask(catalog, NamePattern.Of([], erasing.Names));
        await MaskAsync(order, erasing, mask, ct);
        reached?.Invoke("masked");
        await foreach (var page in HeldAsync(customer, NamePattern.Of([], erasing.Names), erasing.HeldTo, ct))
            await storage.MaskHeldAsync(
                erasing.Receipt.Number, [.. page.Select(held => (held.Number, mask.Of(held.Type, held.Headers, held.Data, null, null)))], ct);
        reached?.Invoke("held");
        var names = NamePattern.Of(order.Streams, erasing.Names);
        await DropMessagesAsync(customer, erasing, names, ct);
        await storage.BlankNotesAsync(erasing.Receipt.Number, customer.Tenant, order.Streams, ct);
        reached?.Invoke("messages");
        var withoutRow = await RefoldAsync(order, ct);
        reached?.Invoke("refolded");
        await TellAsync(customer, erasing.Receipt.Id, isTaken: withoutRow.Count == 0, ct);
        reached?.Invoke("told");
        // What came meanwhile under our own id, or by a case, and what a handler that had the event of before has failed on.
        while (await MaskAsync(order, erasing, mask, ct) > 0) withoutRow = await RefoldAsync(order, ct);
        await DropMessagesAsync(customer, erasing, names, ct);
        await storage.EndErasureAsync(erasing.Receipt.Number, [.. withoutRow], time.GetUtcNow(), ct);
        Forget(order);
        return (await storage.ReadErasuresAsync(customer, ct)).First(receipt => receipt.Number == erasing.Receipt.Number);
    }

    private async Task<long> MaskAsync(ErasureOrder order, Erasing erasing, EventMask mask, CancellationToken ct)
    {
        var masked = 0L;
        var own = KeysOf(order.Customer, await storage.ReadErasuresAsync(order.Customer, ct));
        foreach (var stream in order.Streams.Select(stream => new CustomerKey(order.Customer.Tenant, stream)))
            for (var after = 0L; ;)
            {
                var page = await storage.ReadUnmaskedAsync(stream, own, after, Page, ct);
                if (page.Count == 0) break;
                var clean = page.ConvertAll(e => (e.Position, mask.Of(e.Type, e.Headers, e.Data, e.CorrelationId, e.CausationId)));
                await storage.MaskEventsAsync(erasing.Receipt.Number, clean, ct);
                masked += page.Count;
                after = page[^1].Version;
                reached?.Invoke("page");
            }
        return masked;
    }

    private async Task<IReadOnlyList<string>> RefoldAsync(ErasureOrder order, CancellationToken ct)
    {
        var withoutRow = new SortedSet<string>(StringComparer.Ordinal);
        withoutRow.UnionWith(await Again(() => refold.RunAsync(order.Customer, ct)));
        foreach (var joined in order.Streams.Where(stream => stream != order.Customer.Customer))
            await refold.DropStatesAsync(new CustomerKey(order.Customer.Tenant, joined), ct);
        Forget(order);
        return [.. withoutRow];
    }

    private async Task DropMessagesAsync(CustomerKey customer, Erasing erasing, NamePattern names, CancellationToken ct)
    {
        await foreach (var (table, some) in MessagesAsync(customer, names, ct))
            await storage.DropEnvelopesAsync(erasing.Receipt.Number, table, some, ct);
    }

    private async Task TellAsync(CustomerKey customer, string erasure, bool isTaken, CancellationToken ct)
    {
        var told = new EventCandidate
        {
            Source = Source, Id = erasure, Type = CustomerErased.Type, Customer = [new Identifier(Identifier.OwnType, customer.Customer)],
            Data = JsonSerializer.SerializeToUtf8Bytes(new CustomerErased { ErasureId = erasure }, EventJson.Options),
        };
        AppendResult result;
        try
        {
            result = (await append(new AppendRequest(customer.Tenant, [told]), ct)).Results[0];
        }
        catch (StoreException refusal) when (!isTaken && refusal.Code == "not-storable")
        {
            // A view that does not take the masked events keeps the stream from taking any. The receipt names the view; the data is gone all the
            // same.
            return;
        }
        if (result.Status is not (AppendStatus.Stored or AppendStatus.Duplicate))
            throw new StoreException(result.Code ?? "not-storable", $"The erasure could not be noted in the stream: {result.Reason ?? result.Status.ToString()}.");
    }

    private async IAsyncEnumerable<IReadOnlyList<StoredHeld>> HeldAsync(
        CustomerKey customer, NamePattern names, long upTo, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = 0L; ;)
        {
            var page = await storage.FindHeldNamingAsync(customer.Tenant, names.OfText, after, upTo, Page, ct);
            if (page.Count > 0) yield return page;
            if (page.Count < Page) yield break;
            after = page[^1].Number;
        }
    }

    private async IAsyncEnumerable<(string Table, Guid[] Ids)> MessagesAsync(
        CustomerKey customer, NamePattern names, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var table in await storage.FindEnvelopeTablesAsync(ct))
            for (var after = Guid.Empty; ;)
            {
                var page = await storage.FindEnvelopesAsync(table, names.OfOctets, after, Page, ct);
                // The same names may be those of somebody else's customer.
                Guid[] theirs = [.. page.Where(one => (one.Envelope.TenantId ?? customer.Tenant) == customer.Tenant).Select(one => one.Id)];
                if (theirs.Length > 0) yield return (table, theirs);
                if (page.Count < Page) break;
                after = page[^1].Id;
            }
    }

    private static Guid[] KeysOf(CustomerKey customer, IReadOnlyList<ErasureReceipt> receipts) =>
        [.. receipts.Select(receipt => EventKey.OfEvent(customer.Tenant, Source, receipt.Id))];

    private static bool IsNothing(ErasureCounts counts) => counts.Events + counts.Identifiers == 0;

    private void Forget(ErasureOrder order)
    {
        foreach (var stream in order.Streams) forget(new CustomerKey(order.Customer.Tenant, stream));
    }

    private async Task<IAsyncDisposable> OwnAsync(CustomerKey customer, CancellationToken ct)
    {
        while (true)
        {
            if (await storage.TryOwnErasureAsync(customer, ct) is { } owned) return owned;
            // Somebody else is about it.
            await Task.Delay(LookAgainAfter, time, ct);
        }
    }

    /// <summary>What met another transaction has done nothing.</summary>
    private static async Task<T> Again<T>(Func<Task<T>> work)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await work();
            }
            catch (ConflictException) when (tries < 5)
            {
                // A deadlock was broken.
            }
        }
    }

    private static void Check(string text, string parameter, string says)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestWord || text.Contains('\0'))
            throw new BadParameterException(parameter, $"{parameter} says {says}, in 1 to {LongestWord} characters, found {text.Length}.");
    }
}
