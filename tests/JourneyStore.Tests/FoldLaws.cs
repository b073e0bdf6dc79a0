using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Signals;
using JourneyStore.Events;
using JourneyStore.Signals;
using JourneyStore.Views;

namespace JourneyStore.Tests;

/// <summary>What holds for every fold of ours, whatever it measures.</summary>
public sealed class FoldLaws
{
    private const int Events = 3_000;

    /// <summary>Every customer fold: name, largest stored size in bytes after any number of events.</summary>
    public static TheoryData<string, int> Folds() => new()
    {
        { "profile", 80_000 }, { "attention", 24_000 }, { "friction", 6_000 }, { "sla-breaches", 8_000 }, { "repeat-contact", 8_000 }, { "silence", 16_000 },
    };

    [Theory, MemberData(nameof(Folds))]
    public void The_same_events_give_the_same_bytes(string fold, int _) =>
        Bytes(fold, Story.Random(7, Events)).ShouldBe(Bytes(fold, Story.Random(7, Events)));

    [Theory, MemberData(nameof(Folds))]
    public void A_state_that_was_stored_after_every_event_ends_the_same_as_one_that_never_was(string fold, int _)
    {
        var story = Story.Random(11, 600);
        var (start, apply, write, read) = Of(fold);
        var stored = story.Events.Aggregate(start(), (state, e) => read(write(apply(state, e))));
        write(stored).ShouldBe(Bytes(fold, story));
    }

    [Theory, MemberData(nameof(Folds))]
    public void A_long_history_stays_small(string fold, int mostBytes)
    {
        var crowded = Story.Random(13, 100_000, hoursBetween: 0.2, cases: 50_000);
        Bytes(fold, crowded).Length.ShouldBeLessThan(mostBytes);
    }

    [Theory, MemberData(nameof(Folds))]
    public void What_a_signal_is_made_of_adds_up_to_its_value(string fold, int _)
    {
        if (Signals.FirstOrDefault(s => s.Name == fold) is not { } signal) return;
        var state = signal.Start();
        var story = Story.Random(17, 800, hoursBetween: 6);
        foreach (var (e, i) in story.Events.Select((e, i) => (e, i)))
        {
            state = signal.Apply(state, e);
            foreach (var later in new[] { 0, 5, 400 })
            {
                var read = signal.Read(state, e.OccurredAt.AddDays(later));
                var sum = read.Contributions.Sum(c => c.Points);
                Math.Abs(sum - read.Value).ShouldBeLessThanOrEqualTo(1e-9 * Math.Max(1, read.Value), $"event {i}, {later} days later");
                read.Contributions.Where(c => c.EventId is null).Count().ShouldBeLessThanOrEqualTo(1);
                read.Contributions.Where(c => c.EventId is not null).Select(c => c.Points).ShouldBeInOrder(SortDirection.Descending);
                read.Contributions.ShouldAllBe(c => c.OccurredAt <= e.OccurredAt && c.Points >= 0);
                if (read.Since is { } since) since.ShouldBeLessThanOrEqualTo(e.OccurredAt);
            }
        }
    }

    private static ISignal[] Signals => [new Friction(), new SlaBreaches(), new RepeatContact(), new Silence()];

    private static ICustomerProjection[] Views => [new CustomerProfileProjection(), new AttentionProjection()];

    private static byte[] Bytes(string fold, Story story)
    {
        var (start, apply, write, _) = Of(fold);
        return write(story.Events.Aggregate(start(), apply));
    }

    private static (Func<object> Start, Func<object, JourneyEvent, object> Apply, Func<object, byte[]> Write, Func<byte[],
        object> Read) Of(string fold)
    {
        if (Views.FirstOrDefault(v => v.Name == fold) is { } view) return (() => view.Start("c1"), view.Apply, view.Write, b => view.Read(b));
        var signal = Signals.Single(s => s.Name == fold);
        return (signal.Start, signal.Apply, Write, Read);

        byte[] Write(object state)
        {
            using var bytes = new MemoryStream();
            using (var writer = new System.Text.Json.Utf8JsonWriter(bytes)) signal.WriteState(writer, state);
            return bytes.ToArray();
        }

        object Read(byte[] bytes)
        {
            var json = new System.Text.Json.Utf8JsonReader(bytes);
            json.Read();
            return signal.ReadState(ref json);
        }
    }
}
