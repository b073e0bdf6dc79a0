using System.Text.Json;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Signals;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay.Diff;

/// <summary>
/// Asks the policies about customers whose row of an inline view would change: once with the old row, once with the new, with the rows in use of all
/// other inline
/// views. Of many customers an even sample is asked about, which is the same every time. Not for concurrent use.
/// </summary>
/// <param name="policies">Who is asked.</param>
/// <param name="views">The inline views; one of them is compared.</param>
/// <param name="compared">Place of the view that is compared.</param>
/// <param name="read">The row in use of another view (place) of a customer; null: there is none.</param>
/// <param name="asOf">The moment of all decisions.</param>
internal sealed class DecisionComparison(
    IReadOnlyList<Policy> policies, IReadOnlyList<ICustomerProjection> views, int compared,
    Func<GroupKey, int, CancellationToken, Task<ReadOnlyMemory<byte>?>> read, DateTimeOffset asOf)
{
    /// <summary>Most customers asked about.</summary>
    public const int MostCustomers = 500;

    private const string Fails = "fails";
    private static readonly JsonElement NoFacts = JsonDocument.Parse("{}").RootElement;

    // The customers with the least hashes: the one with the greatest goes first.
    private readonly PriorityQueue<(GroupKey Key, byte[] Before, byte[] After), uint> kept = new(Comparer<uint>.Create((x, y) => y.CompareTo(x)));

    /// <summary>Takes a customer whose row changes.</summary>
    public void Take(GroupKey customer, byte[] before, byte[] after)
    {
        if (kept.Count < MostCustomers) kept.Enqueue((customer, before, after), Hash(customer));
        else kept.EnqueueDequeue((customer, before, after), Hash(customer));
    }

    /// <summary>Asks about those that were taken, and tells what changes.</summary>
    public async Task TellAsync(DiffSummary summary, CancellationToken ct)
    {
        var taken = kept.UnorderedItems.Select(item => item.Element)
            .OrderBy(one => one.Key.Tenant, StringComparer.Ordinal).ThenBy(one => one.Key.Key, StringComparer.Ordinal);
        foreach (var (customer, before, after) in taken)
        {
            ct.ThrowIfCancellationRequested();
            if (await OthersAsync(customer, ct) is not { } rows) continue;
            if (Ask(customer, rows, before) is not { } old || Ask(customer, rows, after) is not { } @new) continue;
            summary.AddDecisions(
                [.. Enumerable.Range(0, policies.Count).Where(i => old[i].Outcome != @new[i].Outcome)
                    .Select(i => new DecisionChange(customer.Key, policies[i].Name, old[i].Outcome, @new[i].Outcome, @new[i].Reason))]);
        }
    }

    /// <summary>The rows of all views, that of the compared one left out; null: one is missing or cannot be read, so nobody would decide.</summary>
    private async Task<object?[]?> OthersAsync(GroupKey customer, CancellationToken ct)
    {
        var rows = new object?[views.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            if (i == compared) continue;
            if (await read(customer, i, ct) is not { } json || Read(views[i], json.Span) is not { } row) return null;
            rows[i] = row;
        }
        return rows;
    }

    /// <summary>What every policy decides; null: the row cannot be read any more.</summary>
    private (string Outcome, string Reason)[]? Ask(GroupKey customer, object?[] rows, byte[] json)
    {
        if (Read(views[compared], json) is not { } row) return null;
        rows[compared] = row;
        var byType = new Dictionary<Type, object>();
        IReadOnlyDictionary<string, SignalValue> signals = new Dictionary<string, SignalValue>();
        for (var i = 0; i < rows.Length; i++)
            if (views[i] is SignalsProjection projection) signals = projection.ReadAll(rows[i]!, asOf).ToDictionary(signal => signal.Name);
            else byType.Add(rows[i]!.GetType(), rows[i]!);
        var input = new DecisionInput(customer.Key, NoFacts, asOf, byType, signals);
        return [.. policies.Select(policy => Decide(policy, input))];
    }

    private static (string Outcome, string Reason) Decide(Policy policy, DecisionInput input)
    {
        try
        {
            var verdict = policy.Decide(input);
            return (verdict.Outcome, verdict.Reasons[0]);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Somebody's policy met a row that it does not bear: that is an outcome too, and worth being told before the rows are in use.
            return (Fails, failure.Message);
        }
    }

    private static object? Read(ICustomerProjection view, ReadOnlySpan<byte> json)
    {
        try
        {
            return view.Read(json);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            // A row of an older making: whoever asks now has it folded anew.
            return null;
        }
    }

    // FNV-1a: the same on every machine.
    private static uint Hash(GroupKey customer)
    {
        var hash = 2166136261u;
        foreach (var c in customer.Key) hash = (hash ^ c) * 16777619u;
        foreach (var c in customer.Tenant) hash = (hash ^ c) * 16777619u;
        return hash;
    }
}
