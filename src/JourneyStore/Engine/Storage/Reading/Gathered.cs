using System.Diagnostics;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>
/// Asks small questions together that come at the same time: a round trip costs more than what it asks for, on both sides. None waits for others to
/// come: a question
/// goes at once while fewer are under way than may be; those that come meanwhile go together as soon as one of them has come back. So every question
/// is
/// answered by what the database says after it was put. Safe for concurrent use.
/// </summary>
/// <param name="atOnce">Most that are under way at the same time.</param>
/// <param name="most">Most questions that go together.</param>
/// <param name="ask">Asks them; one answer a question, in their order.</param>
internal sealed class Gathered<TQuestion, TAnswer>(int atOnce, int most, Func<IReadOnlyList<TQuestion>, Task<TAnswer[]>> ask)
{
    private readonly Lock gate = new();
    private readonly Queue<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> waiting = new();
    private int underWay;

    /// <param name="question">The question.</param>
    /// <param name="ct">Ends the waiting for the answer.</param>
    public Task<TAnswer> AskAsync(TQuestion question, CancellationToken ct)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool goes;
        lock (gate)
        {
            waiting.Enqueue((question, answer));
            goes = underWay < atOnce;
            if (goes) underWay++;
        }
        if (goes) _ = AskWaitingAsync();
        return ct.CanBeCanceled ? answer.Task.WaitAsync(ct) : answer.Task;
    }

    /// <summary>Asks until nobody waits. Whatever goes wrong is told to those who asked.</summary>
    private async Task AskWaitingAsync()
    {
        while (Take() is { Length: > 0 } together)
        {
            try
            {
                // What comes next is not the business of the first asker's context.
                var answers = await ask(Array.ConvertAll(together, one => one.Question)).ConfigureAwait(false);
                for (var i = 0; i < together.Length; i++) together[i].Answer.SetResult(answers[i]);
            }
            catch (Exception exception)
            {
                foreach (var (_, answer) in together) answer.TrySetException(exception);
            }
            // What goes next was asked by others: it is no part of the first one's trace.
            Activity.Current = null;
        }
    }

    private (TQuestion Question, TaskCompletionSource<TAnswer> Answer)[] Take()
    {
        lock (gate)
        {
            var together = new (TQuestion, TaskCompletionSource<TAnswer>)[Math.Min(waiting.Count, most)];
            for (var i = 0; i < together.Length; i++) together[i] = waiting.Dequeue();
            if (together.Length == 0) underWay--;
            return together;
        }
    }
}
