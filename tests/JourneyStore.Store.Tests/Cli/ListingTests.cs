using JourneyStore.Cli.Screens;
using Spectre.Console;

namespace JourneyStore.Store.Tests.Cli;

public sealed class ListingTests
{
    private static readonly string LongId = "CASE-" + new string('7', 120);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void An_id_stands_in_one_piece_whatever_its_length_and_place(int place)
    {
        var cells = new ListingCell[] { "first", "second", "third" };
        cells[place] = LongId;

        var text = Drawn(Tables.Plain("=id", "what", ">count").Row(cells));

        text.ShouldContain(LongId);
        foreach (var cell in cells) text.ShouldContain(cell.Text);
    }

    [Fact]
    public void Texts_are_wrapped_between_words_so_that_a_row_fits()
    {
        var text = Drawn(Tables.Plain("=id", "what").Row("T-1", string.Join(' ', Enumerable.Repeat("sentence", 30))));

        text.Split('\n').ShouldAllBe(line => line.Length <= 100);
        text.Split("sentence").Length.ShouldBe(31);
    }

    [Fact]
    public void Numbers_stand_under_each_other_at_the_right()
    {
        var lines = Drawn(Tables.Plain("view", ">rows").Row("profile", "2,400").Row("steps", "7")).Split('\n');

        lines.Single(line => line.Contains("profile")).TrimEnd().Length.ShouldBe(lines.Single(line => line.Contains("steps")).TrimEnd().Length);
    }

    [Fact]
    public void What_a_producer_sent_does_not_begin_lines_of_its_own() =>
        Drawn(Tables.Facts(("case", "T-1\nerror all is lost"))).Trim().ShouldBe("case   T-1 error all is lost");

    private static string Drawn(Listing listing)
    {
        var text = new StringWriter();
        var canvas = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(text),
        });
        canvas.Profile.Width = Screen.PipedWidth;
        canvas.Write(listing);
        return text.ToString();
    }
}
