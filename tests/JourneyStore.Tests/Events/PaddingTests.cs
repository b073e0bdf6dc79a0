using JourneyStore.Events;

namespace JourneyStore.Tests.Events;

public sealed class PaddingTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\t\r\n")]
    [InlineData("\u00A0\u1680\u2000\u2009\u200A\u2028\u2029\u202F\u205F\u3000\u0085")]
    [InlineData("\0\u180E\u200B\u2060\uFEFF")]
    [InlineData("\u200E\u200F\u202A\u202C\u2066\u2069")]
    [InlineData(" \u200D\u00AD ")]
    public void What_nobody_sees_is_blank(string text)
    {
        Padding.Strip(text).ShouldBeNull();
        Padding.IsBlank(text).ShouldBeTrue();
    }

    [Theory]
    [InlineData("x", "x")]
    [InlineData(" x y ", "x y")]
    [InlineData("\u3000x\u200Dy\uFEFF", "x\u200Dy")]
    [InlineData("\u0915\u094D\u200D ", "\u0915\u094D\u200D")]
    public void What_stands_within_stays(string text, string bare) => Padding.Strip(text).ShouldBe(bare);

    [Fact]
    public void What_is_bare_is_the_same_text_and_no_copy()
    {
        var text = new string('x', 3);
        Padding.Strip(text).ShouldBeSameAs(text);
        Padding.Strip(null).ShouldBeNull();
    }
}
