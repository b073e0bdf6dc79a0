using JourneyStore.Views;

namespace JourneyStore.Tests.Views;

public sealed class RowKeyTests
{
    [Theory]
    [InlineData("incident", "Closed", "incident/Closed")]
    [InlineData("a/b", "c", "a%2Fb/c")]
    [InlineData("a", "b/c", "a/b%2Fc")]
    [InlineData("a%2Fb", "c", "a%252Fb/c")]
    public void Different_words_never_make_one_key(string process, string step, string key) => RowKey.Of(process, step).ShouldBe(key);

    [Fact]
    public void A_key_of_long_words_is_short_enough_for_an_index_and_still_its_own()
    {
        var words = Enumerable.Range(0, 5).Select(i => new string('事', 511) + i).ToArray();
        var keys = (from one in words from other in words select RowKey.Of(one, other)).ToArray();
        keys.Distinct().Count().ShouldBe(25);
        keys.ShouldAllBe(key => System.Text.Encoding.UTF8.GetByteCount(key) <= RowKey.MostBytes && key.StartsWith('事'));
        RowKey.Of(words[0], words[1]).ShouldBe(keys[1], "the same words make the same key");
    }
}
