using JourneyStore.Cli.Screens;

namespace JourneyStore.Store.Tests.Cli;

public sealed class ProgressTests
{
    private readonly HandClock _clock = new();
    private readonly List<string> _lines = [];

    [Fact]
    public void Piped_progress_is_at_most_a_line_in_two_seconds_with_rate_and_time_left()
    {
        var meter = new LineMeter(_lines.Add, _clock);
        for (var tenth = 1; tenth <= 40; tenth++)
        {
            _clock.Pass(TimeSpan.FromSeconds(0.1));
            meter.Show(new Advance("events.csv", tenth, 100, tenth * 100, "row"));
        }

        _lines.ShouldBe(["events.csv   20 %  2,000 rows  1,000/s  about 8.0 s left", "events.csv   40 %  4,000 rows  1,000/s  about 6.0 s left"]);
    }

    [Fact]
    public void The_end_of_a_part_is_always_told_and_once()
    {
        var meter = new LineMeter(_lines.Add, _clock);
        _clock.Pass(TimeSpan.FromSeconds(0.5));
        meter.Show(new Advance("small.csv", 1, 1, 10, "row"));
        meter.Show(new Advance("small.csv", 1, 1, 10, "row"));

        _lines.ShouldBe(["small.csv  100 %  10 rows  20/s  done in 0.5 s"]);
    }

    [Fact]
    public void A_slow_start_does_not_haunt_the_estimate()
    {
        var pace = new Pace(_clock, _clock.GetTimestamp());
        _clock.Pass(TimeSpan.FromSeconds(60));
        pace.Mark(1, 1_000, 1);
        for (var second = 1; second <= 15; second++)
        {
            _clock.Pass(TimeSpan.FromSeconds(1));
            pace.Mark(1 + (second * 50), 1_000, 1 + (second * 50));
        }

        pace.Rate.ShouldBe(50, 0.001);
        pace.Remaining!.Value.TotalSeconds.ShouldBe(4.98, 0.01);
    }

    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan span) => _ticks += span.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
