using System.Runtime.CompilerServices;

namespace JourneyStore.Store.Tests.Harness;

/// <summary>What the standard operators on endless sequences lack.</summary>
public static class AsyncSequences
{
    /// <summary>Takes elements up to and with the first that fails the condition, and does not ask for another one, which may never come.</summary>
    public static async IAsyncEnumerable<T> TakeWhileInclusive<T>(
        this IAsyncEnumerable<T> source, Func<T, bool> goesOn, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (var one in source.WithCancellation(ct))
        {
            yield return one;
            if (!goesOn(one)) yield break;
        }
    }
}
