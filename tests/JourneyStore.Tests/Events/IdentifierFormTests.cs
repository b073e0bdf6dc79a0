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
    public void An_identifier_is_compared_in_the_form_of_its_type(string type, string value, string form)
    {
        IdentifierForm.Of(new Identifier(type, value)).ShouldBe(new Identifier(type, form));
        IdentifierForm.Of(new Identifier(type, form)).ShouldBe(new Identifier(type, form));
    }
}
