using System.Globalization;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Reactions;

namespace JourneyStore.Engine.Reactions;

/// <summary>
/// What operators do about events on which a handler failed for good: look, have them tried again, or throw them away. They are Wolverine's dead
/// letters; its own tools show them too.
/// </summary>
public sealed class DeadDeliveries
{
    private const int PageSize = 1_000;
    private readonly Database storage;

    internal DeadDeliveries(Database storage) => this.storage = storage;

    /// <summary>A page of them, oldest first. Limit 1 to 1,000.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="reaction">Only of this reaction, also one that is not there any more; null: of all.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="after">Next of the page before; null: from the first.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="BadParameterException">A limit out of range, or a cursor that is none.</exception>
    public async Task<DeadDeliveryPage> ListAsync(string tenant, string? reaction, int limit, string? after, CancellationToken ct)
    {
        Limits.Check(limit, nameof(limit));
        var page = new List<DeadDelivery>(limit);
        DeadLetterPlace? last = after is null ? null : Place(after);
        await foreach (var letter in AllAsync(tenant, reaction, last, ct))
        {
            if (page.Count == limit) return new DeadDeliveryPage(page, Cursor(last!.Value));
            page.Add(Read(letter));
            last = letter.Place;
        }
        return new DeadDeliveryPage(page, null);
    }

    /// <summary>
    /// Has them tried again, with all their tries before them and the idempotency keys that they had. The processes that serve do it, within some ten
    /// seconds, beside whatever else the customer's is told meanwhile. Answers how many there were.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="reaction">Only of this reaction; null: of all.</param>
    /// <param name="ct">Ends it.</param>
    /// <param name="key">Only the one with this idempotency key; null: all.</param>
    public Task<long> RetryAsync(string tenant, string? reaction, CancellationToken ct, Guid? key = null) =>
        ForAllAsync(tenant, reaction, key, storage.ReplayDeadLettersAsync, ct);

    /// <summary>Throws them away: nobody is told of these events any more. Answers how many there were.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="reaction">Only of this reaction; null: of all.</param>
    /// <param name="ct">Ends it.</param>
    /// <param name="key">Only the one with this idempotency key; null: all.</param>
    public Task<long> DiscardAsync(string tenant, string? reaction, CancellationToken ct, Guid? key = null) =>
        ForAllAsync(tenant, reaction, key, storage.DiscardDeadLettersAsync, ct);

    private async Task<long> ForAllAsync(
        string tenant, string? reaction, Guid? key, Func<Guid[], string[], CancellationToken, Task<long>> act, CancellationToken ct)
    {
        long done = 0;
        var letters = AllAsync(tenant, reaction, null, ct).Where(letter => key is null || letter.Place.Id == key);
        await foreach (var some in letters.Chunk(PageSize).WithCancellation(ct))
            done += await act(some.Column(letter => letter.Place.Id), some.Column(letter => letter.Address.ToString()), ct);
        return done;
    }

    // To whom one belongs is said in the message; few stores have many tenants and many dead letters.
    private async IAsyncEnumerable<StoredDeadLetter> AllAsync(
        string tenant, string? reaction, DeadLetterPlace? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var address = reaction is null ? null : ReactionQueue.AddressOf(reaction).ToString();
        while (true)
        {
            var page = await storage.ReadDeadLettersAsync(address, after, PageSize, ct);
            foreach (var letter in page.Where(letter => letter.Envelope.TenantId == tenant)) yield return letter;
            if (page.Count < PageSize) yield break;
            after = page[^1].Place;
        }
    }

    private static DeadDelivery Read(StoredDeadLetter letter)
    {
        var headers = letter.Envelope.Headers;
        _ = long.TryParse(headers.GetValueOrDefault(ReactionQueue.PositionHeader), CultureInfo.InvariantCulture, out var position);
        return new DeadDelivery(
            letter.Place.Id, ReactionQueue.ReactionOf(letter.Address), letter.Envelope.GroupId ?? "", position,
            headers.GetValueOrDefault(ReactionQueue.TypeHeader) ?? "", letter.Envelope.Attempts, letter.Reason);
    }

    private static string Cursor(DeadLetterPlace place) => $"{place.SentAt.UtcTicks}-{place.Id:N}";

    private static DeadLetterPlace Place(string cursor) =>
        cursor.Split('-') is [var ticks, var id] && Guid.TryParse(id, out var key)
        && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at) && at >= 0 && at <= DateTimeOffset.MaxValue.Ticks
            ? new DeadLetterPlace(new DateTimeOffset(at, TimeSpan.Zero), key)
            : throw new BadParameterException("after", $"after is the next of a page before, found '{cursor}'.");
}

/// <summary>A page of events on which a handler failed for good.</summary>
/// <param name="Dead">Oldest first.</param>
/// <param name="Next">Goes into <c>after</c> for the next page; null: this was the last.</param>
public sealed record DeadDeliveryPage(IReadOnlyList<DeadDelivery> Dead, string? Next);

/// <summary>An event on which a handler failed for good.</summary>
/// <param name="Key">The idempotency key, under which it was and will be told.</param>
/// <param name="Reaction">The reaction.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Position">Position of the event.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Reason">Why it failed.</param>
public sealed record DeadDelivery(Guid Key, string Reaction, string Customer, long Position, string EventType, int Tries, string Reason);
