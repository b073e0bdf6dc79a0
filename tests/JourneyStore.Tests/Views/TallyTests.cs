using System.Text;
using JourneyStore.Views;

namespace JourneyStore.Tests.Views;

public sealed class TallyTests
{
    [Fact]
    public void Words_beyond_the_limit_count_as_other()
    {
        var tally = new Tally();
        foreach (var word in new[] { "b", "a", "b", "c", "d", "a" }) tally.Count(word, 2);
        Encoding.UTF8.GetString(Stored.Bytes(tally)).ShouldBe("""{"a":2,"b":2,"other":2}""");
    }

    [Fact]
    public void Counts_come_back_from_the_store_and_go_on()
    {
        var tally = new Tally();
        tally.Count("Ä", 4);
        tally.Count("z", 4);
        var back = Stored.AndBack(tally);
        back.Count("Ä", 4);
        (back["Ä"], back["z"], back["never"]).ShouldBe((2, 1, 0));
    }

    [Fact]
    public void A_very_long_word_is_cut()
    {
        var tally = new Tally();
        tally.Count(new string('x', 5000), 4);
        tally.Counts.ShouldHaveSingleItem().Key.Length.ShouldBe(Tally.LongestWord);
    }
}
