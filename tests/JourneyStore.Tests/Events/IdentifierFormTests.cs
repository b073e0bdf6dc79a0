using JourneyStore.Events;

namespace JourneyStore.Tests.Events;

public sealed class IdentifierFormTests
{
    [Theory]
    [InlineData("email", "Ann.Müller@Example.ORG", "ann.müller@example.org")]
    [InlineData("phone", "+49 171 1234567", "+491711234567")]
    [InlineData("phone", "+49 (0)171 / 123-45 67", "+491711234567")]
    [InlineData("phone", "0049171.1234567", "+491711234567")]
    [InlineData("phone", "tel:+1-201-555-0123", "+12015550123")]
    [InlineData("phone", "\uff0b\uff14\uff19\u00a0171\u20111234567", "+491711234567")]
    [InlineData("phone", "+٤٩ ١٧١ ١٢٣٤٥٦٧", "+491711234567")]
    [InlineData("phone", "\u202a+491711234567\u202c", "+491711234567")]
    [InlineData("phone", "0171 1234567", "0171 1234567")]
    [InlineData("phone", "555-0123", "555-0123")]
    [InlineData("phone", "+49 171 1234567 ext. 5", "+49 171 1234567 ext. 5")]
    [InlineData("phone", "+0171 1234567", "+0171 1234567")]
    [InlineData("phone", "+1234567890123456", "+1234567890123456")]
    [InlineData("phone", "+123456", "+123456")]
    [InlineData("phone", "+", "+")]
    [InlineData("phone", "00", "00")]
    [InlineData("phone", "anonymous", "anonymous")]
    [InlineData("crm", "AbC", "AbC")]
    [InlineData("id", "AbC", "AbC")]
    [InlineData("phone", "+49 (0)30 1234567", "+49301234567")]
    [InlineData("phone", "+490301234567", "+49301234567")]
    [InlineData("phone", "+49000301234567", "+49301234567")]
    [InlineData("phone", "+39 (0)6 6982", "+39066982")]
    [InlineData("phone", "+39 (0)347 123 4567", "+393471234567")]
    [InlineData("phone", "+1 (0)201 555 0123", "+12015550123")]
    [InlineData("phone", "(+44) (0)20 7946 0958", "+442079460958")]
    [InlineData("phone", "+999 12-345-678", "+99912345678")]
    [InlineData("phone", "+1 800 FLOWERS", "+1 800 FLOWERS")]
    [InlineData("email", "jose\u0301@example.org", "jos\u00e9@example.org")]
    [InlineData("email", "JOSE\u0301@example.org", "jos\u00e9@example.org")]
    [InlineData("crm", "  Zu\u0308rich\u00a0", "Z\u00fcrich")]
    [InlineData("crm", "\u1112\u1161\u11ab", "\ud55c")]
    [InlineData("crm", "\u212b\u0323", "\u1ea0\u030a")]
    [InlineData("crm", "\ud834\udd5e", "\ud834\udd57\ud834\udd65")]
    [InlineData("crm", "e\ud800\u0301", "e\ud800\u0301")]
    [InlineData("id", "e\u0301", "e\u0301")]
    public void An_identifier_is_compared_in_the_form_of_its_type(string type, string value, string form) => Is(Nowhere, type, value, form);

    [Theory]
    [InlineData("DE", "0171 1234567", "+491711234567")]
    [InlineData("DE", "(0171) 123-4567", "+491711234567")]
    [InlineData("DE", "\uff10\uff11\uff17\uff11 1234567", "+491711234567")]
    [InlineData("DE", "030/1234567", "+49301234567")]
    [InlineData("DE", "+44 20 7946 0958", "+442079460958")]
    [InlineData("DE", "0044 20 7946 0958", "+442079460958")]
    [InlineData("DE", "4711", "4711")]
    [InlineData("DE", "CRM 0171 1234567", "CRM 0171 1234567")]
    [InlineData("DE", "0171 1234567 ext. 5", "0171 1234567 ext. 5")]
    [InlineData("US", "(201) 555-0123", "+12015550123")]
    [InlineData("US", "555-0123", "555-0123")]
    [InlineData("US", "011 49 171 1234567", "+491711234567")]
    [InlineData("IT", "06 6982", "+39066982")]
    public void A_number_without_its_country_is_of_the_region_where_it_is_valid_there(string region, string value, string form) =>
        Is(new IdentifierForm(region), "phone", value, form);

    [Fact]
    public void A_number_that_is_not_read_by_its_plan_is_one_that_the_plan_would_not_change()
    {
        var (chance, read, changed) = (new Random(20), 0, 0);
        int[] codes = [1, 7, 33, 34, 36, 39, 44, 49, 52, 54, 55, 61, 81, 86, 90, 91, 225, 229, 290, 370, 378, 380, 595, 683, 800, 870, 881, 979, 999];
        for (var i = 0; i < 4_000; i++)
        {
            var code = i % 4 == 0 ? chance.Next(1, 1_000) : codes[chance.Next(codes.Length)];
            var digits = Enumerable.Range(0, chance.Next(4, 13)).Select(_ => chance.Next(chance.Next(3) == 0 ? 2 : 10));
            var number = $"+{code}{string.Concat(digits)}";
            if (!DialledNumber.IsInternationalForm(number)) continue;
            if (!NumberingPlans.MayHaveTrunkPrefix(number)) (NumberingPlans.Possible(number) ?? number).ShouldBe(number);
            else read++;
            var form = Nowhere.Of(new Identifier("phone", number));
            if (form.Value != number) changed++;
            Nowhere.Of(form).ShouldBe(form, number);
        }
        (read > 100, changed > 50).ShouldBe((true, true), $"{read} were read, {changed} changed");
    }

    [Fact]
    public void The_form_of_a_form_is_itself_whatever_is_written()
    {
        var chance = new Random(21);
        const string Pieces = "0123456789+()-./ ٠٩０eÉ\u0301\u0323İKſß@:x";
        const int Digits = 17;
        string[] types = ["phone", "phone", "email", "crm"];
        IdentifierForm[] forms = [Nowhere, new("DE"), new("US"), new("IT"), new("AR"), new("RU")];
        for (var i = 0; i < 6_000; i++)
        {
            var few = chance.Next(2) == 0 ? Digits : Pieces.Length;
            var text = string.Concat(Enumerable.Range(0, chance.Next(1, 18)).Select(_ => Pieces[chance.Next(few)]));
            var identifier = new Identifier(types[i % types.Length], text);
            var form = forms[i % forms.Length].Of(identifier);
            forms[i % forms.Length].Of(form).ShouldBe(form, text);
        }
        for (var c = 0; c < 0x3000; c++)
        {
            var form = Nowhere.Of(new Identifier("email", $"a{(char)c}\u0301"));
            Nowhere.Of(form).ShouldBe(form, $"U+{c:X4}");
        }
    }

    [Fact]
    public void A_region_that_is_none_is_refused()
    {
        foreach (var none in (string[])["", "de", "DEU", "ZZ", "49"])
        {
            IdentifierForm.IsRegion(none).ShouldBeFalse();
            Should.Throw<ArgumentOutOfRangeException>(() => new IdentifierForm(none));
        }
        new IdentifierForm("DE").PhoneRegion.ShouldBe("DE");
    }

    private static readonly IdentifierForm Nowhere = new(null);

    private static void Is(IdentifierForm forms, string type, string value, string form)
    {
        forms.Of(new Identifier(type, value)).ShouldBe(new Identifier(type, form));
        forms.Of(new Identifier(type, form)).ShouldBe(new Identifier(type, form));
    }
}
