using JourneyStore.Events;

namespace JourneyStore.Tests.Events;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("email:ann@example.org", "email", "ann@example.org")]
    [InlineData("crm:a%3A1%2C2%25", "crm", "a:1,2%")]
    [InlineData("phone: +49 1 ", "phone", "+49 1")]
    [InlineData("crm:%20x%20", "crm", "x")]
    [InlineData("\u3000crm\u00A0:\u2003x y\uFEFF", "crm", "x y")]
    [InlineData("crm:%E3%80%80x%C2%A0%00", "crm", "x")]
    [InlineData("name:\u05D0\u200D", "name", "\u05D0\u200D")]
    public void A_written_identifier_is_read(string written, string type, string value)
    {
        Identifier.TryParse(written, out var identifier, out _).ShouldBeTrue();
        identifier.ShouldBe(new Identifier(type, value));
    }

    [Theory]
    [InlineData("ann@example.org")]
    [InlineData(":x")]
    [InlineData("EMAIL:x")]
    [InlineData("email:")]
    [InlineData("email:   ")]
    [InlineData("email:%20%20")]
    [InlineData("email:\u00A0\u3000\u200B")]
    [InlineData("email:%C2%A0")]
    [InlineData("email:\u200D")]
    [InlineData("email:a:b")]
    [InlineData("email:100%")]
    [InlineData("email:%00")]
    [InlineData("e mail:x")]
    public void What_is_no_identifier_is_told_in_words(string written)
    {
        Identifier.TryParse(written, out _, out var problem).ShouldBeFalse();
        problem.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Whatever_is_written_is_read_back_as_it_was()
    {
        var chance = new Random(7);
        const string letters = "ab,:% \täß€\U0001F600\u00A0z";
        for (var i = 0; i < 2_000; i++)
        {
            var padded =
                string.Concat(Enumerable.Range(0, chance.Next(1, 12)).Select(_ => letters.EnumerateRunes().ElementAt(chance.Next(13)).ToString()));
            if (Padding.Strip(padded) is not { } value) continue;
            var identifier = new Identifier("crm", value);
            Identifier.TryParse(identifier.ToString(), out var read, out var problem).ShouldBeTrue($"{identifier}: {problem}");
            read.ShouldBe(identifier);
        }
    }

    [Fact]
    public void A_list_keeps_its_order_and_drops_repeats()
    {
        Identifier.TryParseList("crm:2, email:a@b.c,crm:2,crm:1", out var identifiers, out _).ShouldBeTrue();
        identifiers.Select(i => i.ToString()).ShouldBe(["crm:2", "email:a@b.c", "crm:1"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("crm:1,")]
    [InlineData(",crm:1")]
    [InlineData("crm:1, ,crm:2")]
    [InlineData("crm:1,email: ")]
    public void An_empty_place_in_a_list_is_a_problem_and_not_nothing(string list)
    {
        Identifier.TryParseList(list, out var identifiers, out var problem).ShouldBeFalse();
        identifiers.ShouldBeEmpty();
        problem.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void A_list_has_an_end()
    {
        Identifier.TryParseList(string.Join(',', Enumerable.Range(0, 33).Select(n => $"crm:{n}")), out _, out var problem).ShouldBeFalse();
        problem.ShouldContain("32");
    }
}
