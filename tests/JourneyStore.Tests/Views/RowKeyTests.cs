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
}
