using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

public class SlugTests
{
    [Theory]
    [InlineData("Resolve ticket", "resolve-ticket")]
    [InlineData("Prüfen", "pru00fcfen")]
    [InlineData("検査", "u691cu67fb")]
    [InlineData("Accepted+In Progress", "acceptedu002bin-progress")]
    [InlineData("𠮷", "ud842udfb7")]
    [InlineData("pru00fcfen", "pru007500fcfen")]
    [InlineData("Queue added", "queue-added")]
    public void A_name_becomes_a_word(string name, string word) => Slug.Of(name).ShouldBe(word);

    [Theory]
    [InlineData("का", "की")]
    [InlineData("𠮷", "𠮟")]
    [InlineData("เปิด", "เปด")]
    [InlineData("👍", "👎")]
    [InlineData("e\u0301tat", "etat")]
    [InlineData("Re-open", "Re open")]
    [InlineData("Re-open", "Reopen")]
    [InlineData("a/b", "a+b")]
    [InlineData("a  b", "a b")]
    [InlineData("Closed!", "Closed")]
    [InlineData("!!", "??")]
    [InlineData("Prüfen", "Pru00fcfen")]
    [InlineData("u", "u0075")]
    [InlineData("u0075", "u00750075")]
    [InlineData("a\u00a0b", "a b")]
    [InlineData("a_b", "a.b")]
    [InlineData("👨‍👩‍👧", "👨👩👧")]
    public void Two_names_stay_two_words(string one, string other) => Slug.Of(one).ShouldNotBe(Slug.Of(other));

    [Fact]
    public void Long_names_that_differ_only_at_their_end_stay_two_and_fit_into_a_type()
    {
        var (one, other) = (Slug.Of(new string('検', 300) + "a"), Slug.Of(new string('検', 300) + "b"));
        one.ShouldNotBe(other);
        one.Length.ShouldBeLessThan(TextCheck.MaxTypeLength - 50);
    }

    [Fact]
    public void Every_name_of_a_few_characters_has_a_word_of_its_own()
    {
        char[] letters = ['a', 'b', '0', 'u', ' ', '-', '+', 'ü', '\u0941', '\ud842', '\udfb7', 'c', 'f'];
        var names = letters.SelectMany(a => letters.SelectMany(b => letters.Select(c => $"{a}{b}{c}")))
            .Concat(["u00fc", "uü", "ü", "u00f", "uu00fc", "u0075", "u007500fc", "u2d"]).Distinct().ToList();
        names.Select(Slug.Of).Distinct().Count().ShouldBe(names.Count);
        names.ShouldAllBe(name => Slug.Of(name).All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));
    }
}
