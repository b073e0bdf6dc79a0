using System.Threading.Channels;
using JourneyStore.Engine.Storage.Reading;

namespace JourneyStore.Store.Tests.Reading;

/// <summary>Questions that come at the same time are asked together, and each is answered as if it had been asked alone.</summary>
public class GatheredTests
{
    private readonly Channel<Batch> asked = Channel.CreateUnbounded<Batch>();
    private readonly Gathered<int, int> gathered;

    public GatheredTests() => gathered = new Gathered<int, int>(atOnce: 2, most: 3, questions =>
    {
        var batch = new Batch([.. questions]);
        asked.Writer.TryWrite(batch);
        return batch.Answers.Task;
    });

    [Fact]
    public async Task Questions_go_at_once_while_few_are_under_way_and_together_afterwards()
    {
        Ask(1, 2, 3, 4, 5, 6);
        var (one, two) = (await NextAsync(1), await NextAsync(2));
        asked.Reader.Count.ShouldBe(0);
        one.Answer();
        var three = await NextAsync(3, 4, 5);
        two.Answer();
        var four = await NextAsync(6);
        three.Answer();
        four.Answer();
        Ask(7);
        await NextAsync(7);
    }

    [Fact]
    public async Task Each_gets_its_own_answer()
    {
        var answers = Ask(1, 2, 3, 4);
        foreach (var batch in (Batch[])[await NextAsync(1), await NextAsync(2)]) batch.Answer();
        (await NextAsync(3, 4)).Answer();
        (await Task.WhenAll(answers)).ShouldBe([10, 20, 30, 40]);
    }

    [Fact]
    public async Task What_goes_wrong_is_told_to_those_who_asked_together_and_to_nobody_else()
    {
        var answers = Ask(1, 2, 3, 4, 5, 6);
        (await NextAsync(1)).Answer();
        var second = await NextAsync(2);
        (await NextAsync(3, 4, 5)).Answers.SetException(new IOException("the line is cut"));
        second.Answer();
        (await NextAsync(6)).Answer();
        foreach (var cut in answers[2..5]) (await Should.ThrowAsync<IOException>(cut)).Message.ShouldBe("the line is cut");
        (await Task.WhenAll(answers[0], answers[1], answers[5])).ShouldBe([10, 20, 60]);
    }

    [Fact]
    public async Task Who_stops_waiting_leaves_the_others_their_answers()
    {
        using var impatient = new CancellationTokenSource();
        Ask(1, 2);
        var leaves = gathered.AskAsync(3, impatient.Token);
        var stays = gathered.AskAsync(4, CancellationToken.None);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leaves);
        (await NextAsync(1)).Answer();
        await NextAsync(2);
        (await NextAsync(3, 4)).Answer();
        (await stays).ShouldBe(40);
    }

    private Task<int>[] Ask(params int[] questions) => Array.ConvertAll(questions, question => gathered.AskAsync(question, CancellationToken.None));

    private async Task<Batch> NextAsync(params int[] questions)
    {
        var batch = await asked.Reader.ReadAsync();
        batch.Questions.ShouldBe(questions);
        return batch;
    }

    private sealed record Batch(int[] Questions)
    {
        public TaskCompletionSource<int[]> Answers { get; } = new();

        public void Answer() => Answers.SetResult(Array.ConvertAll(Questions, question => 10 * question));
    }
}
