using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Identity;
using JourneyStore.Events;

namespace JourneyStore.Tests.Engine.Identity;

/// <summary>What each type of identifiers is good for, and what names nobody.</summary>
public sealed class IdentityRulesTests
{
    private static readonly IdentityRules Usual = IdentityRules.Default;

    [Fact]
    public void Built_in_rules_know_the_usual_types()
    {
        Usual.Of("crm").ShouldBe(new IdentifierRule(1, true, 40));
        Usual.Of("email").ShouldBe(new IdentifierRule(10, true, 30));
        Usual.Of("phone").ShouldBe(new IdentifierRule(10, true, 20));
        Usual.Of("anonymous").ShouldBe(new IdentifierRule(200, true, 0));
        Usual.Of("loyalty-card").ShouldBe(new IdentifierRule(null, true, 10));
        Usual.PhoneRegion.ShouldBeNull();
    }

    [Fact]
    public void A_file_says_what_is_different_and_the_nearer_word_holds()
    {
        var rules = IdentityRules.Read(
            """
            { // ours
              "*": { "most": 5, "priority": -7 },
              "crm": { "most": null, "priority": 50 },
              "device": { "joins": false },
              "email": {},
            }
            """);
        rules.Of("loyalty-card").ShouldBe(new IdentifierRule(5, true, -7));
        rules.Of("device").ShouldBe(new IdentifierRule(5, false, -7));
        rules.Of("crm").ShouldBe(new IdentifierRule(null, true, 50));
        rules.Of("email").ShouldBe(Usual.Of("email"));
        rules.Of("anonymous").ShouldBe(Usual.Of("anonymous"));
        IdentityRules.Read("{}").Of("crm").ShouldBe(Usual.Of("crm"));
    }

    [Theory]
    [InlineData("crm:unknown")]
    [InlineData("crm:UNKNOWN")]
    [InlineData("crm:N / A")]
    [InlineData("crm:n\u200b/a")]
    [InlineData("crm:#N/A")]
    [InlineData("anonymous:[object Object]")]
    [InlineData("anonymous:Undefined")]
    [InlineData("anonymous:guest")]
    [InlineData("login:Not Set")]
    [InlineData("login:null")]
    [InlineData("crm:0")]
    [InlineData("crm:00000000-0000-0000-0000-000000000000")]
    [InlineData("crm:-")]
    [InlineData("crm:.")]
    [InlineData("crm:???")]
    [InlineData("crm:\u3002\uff10")]
    [InlineData("phone:0000 000")]
    [InlineData("phone:+00 (0) 0")]
    [InlineData("phone:+1 234 567 890")]
    [InlineData("phone:0123456789")]
    [InlineData("phone:none")]
    [InlineData("email:NoReply@shop.example")]
    [InlineData("email:no-reply@shop.example")]
    [InlineData("email:Test@Test.com")]
    [InlineData("email:none")]
    [InlineData("email:@")]
    public void What_programs_and_people_write_where_nothing_is_names_nobody(string written) => Usual.IsBlocked(Read(written)).ShouldBeTrue();

    [Theory]
    [InlineData("crm:7")]
    [InlineData("crm:007")]
    [InlineData("crm:unknown-1")]
    [InlineData("crm:Tester-Meyer")]
    [InlineData("anonymous:x")]
    [InlineData("anonymous:❤")]
    [InlineData("email:ann@example.org")]
    [InlineData("email:reply@shop.example")]
    [InlineData("email:ann.noreply@shop.example")]
    [InlineData("phone:+4930123456")]
    [InlineData("phone:123")]
    [InlineData("login:noreply@shop.example")]
    [InlineData("id:unknown")]
    [InlineData("id:0")]
    public void Whatever_may_be_somebodys_names_somebody(string written) => Usual.IsBlocked(Read(written)).ShouldBeFalse();

    [Fact]
    public void A_file_adds_what_is_blocked_and_takes_it_away()
    {
        var rules = IdentityRules.Read(
            """
            {
              "*": { "blocked": ["Walk In"], "allowed": ["guest", "-"] },
              "crm": { "blocked": ["99999", "guest"], "allowed": ["0", "Walk-In", "WALK IN"] },
              "email": { "blocked": ["info@", "@test.example"], "allowed": ["noreply@us.example", "donotreply@"] },
              "phone": { "blocked": ["+49 30 123456"] },
              "device": {}
            }
            """);
        foreach (var blocked in (string[])["device:walkin", "order:WALK IN", "order:0", "crm:99999", "crm:Guest", "crm:00", "email:Info@any.example", "email:ann@TEST.example",
            "email:noreply@them.example", "phone:0049 (0)30-123456", "device:unknown"])
            rules.IsBlocked(Read(blocked)).ShouldBeTrue(blocked);
        foreach (var free in (string[])["order:guest", "device:-", "device:99999", "crm:0", "crm:walkin", "email:noreply@us.example", "email:donotreply@them.example",
            "email:ann@us.example", "phone:+4930123457"])
            rules.IsBlocked(Read(free)).ShouldBeFalse(free);
    }

    [Fact]
    public void A_region_is_said_beside_the_rules()
    {
        var rules = IdentityRules.Read("""{ "phone": { "blocked": ["030 123456"] } }""", "DE");
        rules.PhoneRegion.ShouldBe("DE");
        rules.Form(new Identifier("phone", "030 123457")).Value.ShouldBe("+4930123457");
        rules.IsBlocked(new Identifier("phone", "+4930123456")).ShouldBeTrue();
        rules.InRegion(null).Form(new Identifier("phone", "030 123457")).Value.ShouldBe("030 123457");
        rules.InRegion(null).IsBlocked(new Identifier("phone", "+4930123456")).ShouldBeFalse();
        rules.InRegion("DE").ShouldBeSameAs(rules);
        Should.Throw<StoreException>(() => rules.InRegion("Germany")).Message.ShouldContain("two capital letters of ISO 3166 such as DE, found 'Germany'");
    }

    [Theory]
    [InlineData("", "line 1, byte 1: expected JSON")]
    [InlineData("[]", "line 1: expected an object of types, such as {\"crm\": {\"most\": 1}}; found a list.")]
    [InlineData("{\n  \"crm\": 1 }", "line 2: expected an object with some of most, joins, priority, blocked, allowed for 'crm'; found 1.")]
    [InlineData("{\n\n\"crm\": {\"atMost\": 1} }", "line 3: expected one of most, joins, priority, blocked, allowed; found 'atMost'.")]
    [InlineData("{\"crm\": {\n\"most\": 0} }", "line 2: expected a whole number from 1 to 100000, or null for any number, as 'most'; found 0.")]
    [InlineData("{\"crm\": {\"most\": \"1\"} }", "line 1: expected a whole number from 1 to 100000, or null for any number, as 'most'; found '1'.")]
    [InlineData("{\"crm\": {\"joins\": \"no\"} }", "line 1: expected true or false as 'joins'; found 'no'.")]
    [InlineData("{\"crm\": {\"priority\": 1.5} }", "line 1: expected a whole number from -1000 to 1000 as 'priority'; found 1.5.")]
    [InlineData("{\"crm\": {\"blocked\": \"0\"} }", "line 1: expected a list of texts as 'blocked'; found '0'.")]
    [InlineData("{\"crm\": {\"blocked\": [\n0]} }", "line 2: expected a list of texts as 'blocked'; found 0.")]
    [InlineData("{\"crm\": {\"allowed\": [\" \"]} }", "line 1: expected a value of 1 to 512 characters; blanks name nobody anyway; found ' '.")]
    [InlineData("{\"crm\": {\"blocked\": [\"a\"],\n \"allowed\": [\"a\"]} }", "line 2: 'a' is both blocked and allowed.")]
    [InlineData("{\"crm\": {\"most\": 1, \"most\": 2} }", "line 1: 'most' is there twice for 'crm'.")]
    [InlineData("{\"crm\": {}, \"crm\": {} }", "line 1: 'crm' is there twice.")]
    [InlineData("{\"CRM\": {} }", "line 1: expected a type of identifiers, 1 to 64 of a-z 0-9 - _ . , or * for all others; found 'CRM'.")]
    [InlineData("{\"id\": {} }", "line 1: there is nothing to say of 'id', which is the store's own.")]
    [InlineData("{\"crm\": {\n\"most\" 1} }", "line 2, byte 8: expected JSON;")]
    [InlineData("{} {}", "line 1, byte 4: expected JSON;")]
    [InlineData("{\"\\ud800\": {} }", "expected JSON in UTF-8;")]
    public void What_cannot_be_used_is_refused_with_its_line_and_what_was_expected(string json, string says)
    {
        var refused = Should.Throw<StoreException>(() => IdentityRules.Read(json));
        refused.Code.ShouldBe("bad-identity-rules");
        refused.Message.ShouldContain(says);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused_by_its_name() =>
        Should.Throw<StoreException>(() => IdentityRules.ReadFile("/nowhere/identity.json")).Message.ShouldContain("'/nowhere/identity.json' cannot be read");

    private static Identifier Read(string written) => new(written[..written.IndexOf(':')], written[(written.IndexOf(':') + 1)..]);
}
