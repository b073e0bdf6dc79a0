using JourneyStore.Cli.Screens;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace JourneyStore.Store.Tests.Cli;

public sealed class ProgressTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly List<string> lines = [];

    [Fact]
    public void Piped_progress_is_at_most_a_line_in_two_seconds_with_rate_and_time_left()
    {
        var meter = new LineMeter(lines.Add, clock);
        for (var tenth = 1; tenth <= 40; tenth++)
        {
            clock.Advance(TimeSpan.FromSeconds(0.1));
            meter.Show(new Advance("events.csv", tenth, 100, tenth * 100, "event"));
        }

        lines.ShouldBe(["events.csv   20 %  2,000 events  1,000/s  about 8.0 s left", "events.csv   40 %  4,000 events  1,000/s  about 6.0 s left"]);
    }

    [Fact]
    public void The_end_of_a_part_is_always_told_and_once()
    {
        var meter = new LineMeter(lines.Add, clock);
        clock.Advance(TimeSpan.FromSeconds(0.5));
        meter.Show(new Advance("small.csv", 1, 1, 10, "event"));
        meter.Show(new Advance("small.csv", 1, 1, 10, "event"));

        lines.ShouldBe(["small.csv  100 %  10 events  20/s  done in 0.5 s"]);
    }

    [Fact]
    public async Task Work_that_came_to_its_end_ends_at_a_hundred_percent_whatever_was_reported_last()
    {
        await LineMeter.WriteLinesAsync(lines.Add, clock, meter =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            meter.Show(new Advance("rebuild steps", 790, 1_000, 790, "event"));
            meter.Show(new Advance("rebuild profile", 5, 0, 5, "event"));
            return Task.FromResult(true);
        });

        lines.ShouldBe(["rebuild steps  100 %  790 events  790/s  done in 1.0 s", "rebuild profile  100 %  5 events  5,000/s  done in 0.0 s"]);
    }

    [Fact]
    public async Task Work_that_was_broken_off_does_not_say_that_it_is_done()
    {
        var work = LineMeter.WriteLinesAsync<bool>(lines.Add, clock, meter =>
        {
            meter.Show(new Advance("rebuild steps", 790, 1_000, 790, "event"));
            return Task.FromException<bool>(new OperationCanceledException());
        });

        await Should.ThrowAsync<OperationCanceledException>(work);
        lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Work_in_which_nothing_was_to_do_says_nothing()
    {
        await LineMeter.WriteLinesAsync(lines.Add, clock, meter =>
        {
            meter.Show(new Advance("views across customers", 1, 1, 0, "event"));
            return Task.FromResult(true);
        });

        lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Bars_end_at_a_hundred_percent_too()
    {
        var shown = new StringWriter();
        var canvas = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(shown),
        });
        canvas.Profile.Width = 120;

        await BarMeter.ShowBarsAsync(canvas, clock, meter =>
        {
            meter.Show(new Advance("rebuild steps", 790, 1_000, 790, "event"));
            return Task.FromResult(true);
        });

        shown.ToString().Split('\n').Last(line => line.Contains("rebuild steps")).ShouldContain("100%");
    }

    [Fact]
    public void A_slow_start_does_not_haunt_the_estimate()
    {
        var pace = new Pace(clock, clock.GetTimestamp());
        clock.Advance(TimeSpan.FromSeconds(60));
        pace.Mark(1, 1_000, 1);
        for (var second = 1; second <= 15; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            pace.Mark(1 + (second * 50), 1_000, 1 + (second * 50));
        }

        pace.Rate.ShouldBe(50, 0.001);
        pace.Remaining!.Value.TotalSeconds.ShouldBe(4.98, 0.01);
    }
}
