using System.Text;
using System.Text.Json;
using JourneyStore.Decisions;
using JourneyStore.Engine;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Errors;
using JourneyStore.Http;
using JourneyStore.Http.Answers;
using JourneyStore.Http.Problems;
using JourneyStore.Http.Requests;

namespace JourneyStore.Tests.Decisions;

/// <summary>A policy is told what it declares, and nothing is ignored in silence.</summary>
public sealed class FactsTests
{
    private static readonly Refunds Asked = new();

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"note":"late again","amount":12.5,"urgency":2,"insured":true,"boughtAt":"2026-03-01T24:00:00+01:00","reason":"Damaged"}""")]
    [InlineData("""{"urgency":"2","amount":0}""")]
    [InlineData("""{"urgency":"2 - High"}""")]
    [InlineData("""{"note":null,"amount":null,"urgency":null,"insured":null,"boughtAt":null,"reason":null}""")]
    [InlineData("""{"note":"  ","reason":"\u00a0","boughtAt":""}""")]
    public void What_is_declared_and_readable_is_taken(string facts) => Should.NotThrow(() => Check(Asked, facts));

    [Theory]
    [InlineData("""{"note":7}""", "note", "note is a text, found 7;")]
    [InlineData("""{"note":{"a":1}}""", "note", "note is a text, found an object;")]
    [InlineData("""{"amount":"12.5"}""", "amount", "amount is a number, found the text '12.5';")]
    [InlineData("""{"amount":1e999}""", "amount", "amount is a number, found 1e999;")]
    [InlineData("""{"urgency":"urgent"}""", "urgency", "urgency is a whole number from 1, 1 the highest, such as 3, \"3\" or \"3 - Moderate\", found the text 'urgent';")]
    [InlineData("""{"urgency":0}""", "urgency", "found 0;")]
    [InlineData("""{"urgency":1.5}""", "urgency", "found 1.5;")]
    [InlineData("""{"urgency":"-1"}""", "urgency", "found the text '-1';")]
    [InlineData("""{"insured":"yes"}""", "insured", "insured is true or false, found the text 'yes';")]
    [InlineData("""{"insured":1}""", "insured", "found 1;")]
    [InlineData("""{"boughtAt":"yesterday"}""", "boughtAt", "boughtAt is a time such as \"2025-03-01T09:30:00Z\", found the text 'yesterday';")]
    [InlineData("""{"reason":"broken"}""", "reason", "reason is one of damaged, late, found the text 'broken';")]
    [InlineData("""{"reason":["damaged"]}""", "reason", "found an array;")]
    [InlineData("""{"amonut":5}""", "amonut", "refunds knows no fact 'amonut';")]
    [InlineData("""{"Amount":5}""", "Amount", "refunds knows no fact 'Amount' (names are compared exactly: amount);")]
    [InlineData("""{"amonut":null}""", "amonut", "refunds knows no fact 'amonut';")]
    public void What_is_not_is_refused_by_name_expectation_and_finding_with_all_that_is_known(string facts, string fact, string told)
    {
        var refusal = Should.Throw<BadFactException>(() => Check(Asked, facts));
        (refusal.Code, refusal.Fact).ShouldBe(("bad-fact", fact));
        refusal.Message.ShouldContain(told);
        refusal.Message.ShouldEndWith("it takes note (text), amount (number), urgency (rank), insured (flag), boughtAt (moment), reason (one-of).");
        var problem = Problem.Of(refusal, new HttpOptions());
        (problem.Status, problem.Code, problem.Parameter).ShouldBe((400, "bad-fact", $"facts.{fact}"));
    }

    [Fact]
    public void A_policy_that_declares_none_takes_none() =>
        Should.Throw<BadFactException>(() => Check(new Silent(), """{"a":1}""")).Message.ShouldBe("silent knows no fact 'a'; it takes none.");

    [Theory]
    [InlineData("""{"priority":"urgent"}""")]
    [InlineData("""{"prioritty":1}""")]
    [InlineData("""{"process":7}""")]
    public void Routing_refuses_what_it_cannot_read(string facts) => Should.Throw<BadFactException>(() => Check(new TicketRouting(), facts));

    [Theory]
    [InlineData("""{"process":"incident","caseId":"INC1","subject":"No internet","category":"network","priority":3}""")]
    [InlineData("""{"priority":"1 - Critical"}""")]
    public void Routing_takes_what_desks_say(string facts) => Should.NotThrow(() => Check(new TicketRouting(), facts));

    [Fact]
    public void Suppression_does_not_take_a_misspelt_purpose_for_marketing()
    {
        Check(new ContactSuppression(), """{"campaign":"spring","channel":"email","purpose":"Service"}""");
        Should.Throw<BadFactException>(() => Check(new ContactSuppression(), """{"purpose":"servcie"}""")).Message.ShouldContain("one of marketing, service");
    }

    [Fact]
    public void Facts_are_read_as_they_were_checked()
    {
        var input = Deciding.Input(new Story(), """{"note":" late ","amount":12.5,"urgency":"2 - High","insured":false,"boughtAt":"2026-03-01T10:00:00+01:00","reason":"DAMAGED"}""");
        (input.TextFact("note"), input.NumberFact("amount"), input.RankFact("urgency"), input.FlagFact("insured")).ShouldBe(("late", 12.5, 2, false));
        input.MomentFact("boughtAt").ShouldBe(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
        (input.IsFact("reason", "damaged"), input.IsFact("reason", "late"), input.IsFact("other", "late")).ShouldBe((true, false, false));
        (input.TextFact("amount"), input.NumberFact("note"), input.FlagFact("note"), input.MomentFact("note"), input.RankFact("amount")).ShouldBe((null, null, null, null, null));
    }

    [Fact]
    public void A_policy_of_another_assembly_says_its_reasons_and_evidence_by_the_same_means()
    {
        var found = Inventory.Discover(typeof(Refunds).Assembly).Policies.Single(policy => policy.Name == "refunds");
        var verdict = found.Decide(Deciding.Input(new Story(), """{"amount":12.5}"""));
        verdict.Outcome.ShouldBe("refund");
        verdict.Reasons.ShouldBe(["The amount is 12.5, asked for on 2026-03-02 at 09:00 UTC; 2 parcels came late."]);
        verdict.Evidence.ShouldBe([new Evidence(3, "a"), new Evidence(4, "b")]);
    }

    [Fact]
    public void Every_fact_of_ours_has_a_name_of_its_own_and_a_meaning()
    {
        foreach (var policy in Inventory.Discover().Policies)
        {
            policy.Facts.ShouldNotBeEmpty();
            policy.Facts.Select(fact => fact.Name).ShouldBeUnique();
            policy.Facts.ShouldAllBe(fact => char.IsAsciiLetterLower(fact.Name[0]) && fact.Meaning.Length > 5
                && (fact.Kind == FactKind.OneOf) == (fact.Words.Count > 0));
        }
    }

    [Fact]
    public void Policies_are_listed_with_the_facts_they_take()
    {
        var json = JsonSerializer.Serialize(PoliciesAnswer.Of([Asked]), AnswerJson.Shared.PoliciesAnswer);
        json.ShouldStartWith("""{"policies":[{"name":"refunds","version":1,"describes":"Whether to refund.","facts":[{"name":"note","kind":"text","oneOf":null,"meaning":"What the customer wrote"},""");
        json.ShouldContain("""{"name":"reason","kind":"one-of","oneOf":["damaged","late"],"meaning":"Why"}""");
    }

    [Theory]
    [InlineData("""{"customr":"crm:1"}""", "customr", "customer, facts, minPosition")]
    [InlineData("""{"customer":"crm:1","Facts":{}}""", "Facts", "customer, facts, minPosition")]
    [InlineData("""{"customer":"crm:1","minposition":5}""", "minposition", "customer, facts, minPosition")]
    public void A_member_of_a_question_that_nobody_knows_is_refused_by_name(string body, string member, string known)
    {
        var (question, problem) = DecisionBody.Read(Encoding.UTF8.GetBytes(body));
        question.ShouldBeNull();
        (problem!.Status, problem.Code, problem.Parameter).ShouldBe((400, "bad-parameter", member));
        problem.Detail.ShouldContain(known);
    }

    [Fact]
    public void So_is_one_of_an_order_about_what_is_parked() =>
        ParkedBody.Read("""{"projection":"steps","grup":"a"}"""u8.ToArray()).Problem!.Parameter.ShouldBe("grup");

    private static void Check(Policy policy, string facts)
    {
        using var document = JsonDocument.Parse(facts);
        FactCheck.Check(policy, document.RootElement);
    }

    /// <summary>A policy as an application writes one: with the public parts only.</summary>
    public sealed class Refunds : Policy
    {
        public override string Name => "refunds";

        public override int Version => 1;

        public override string Describes => "Whether to refund.";

        public override IReadOnlyList<Fact> Facts { get; } =
        [
            Fact.Text("note", "What the customer wrote"), Fact.Number("amount", "How much, in euros"), Fact.Rank("urgency", "How urgent"),
            Fact.Flag("insured", "The parcel was insured"), Fact.Moment("boughtAt", "The purchase"), Fact.OneOf("reason", "Why", "damaged", "late"),
        ];

        public override Verdict Decide(DecisionInput input)
        {
            var reasoning = new Reasoning();
            reasoning.Because(
                $"The amount is {input.NumberFact("amount"):0.0}, asked for on {Wording.Moment(input.AsOf)}; {Wording.Of(2, "parcel", "parcels")} came late.",
                new Evidence(3, "a"), new Evidence(4, "b"), new Evidence(3, "a"));
            return reasoning.Decides("refund");
        }
    }

    [NotDiscovered]
    private sealed class Silent : Policy
    {
        public override string Name => "silent";

        public override int Version => 1;

        public override string Describes => "Nothing.";

        public override Verdict Decide(DecisionInput input) => throw new InvalidOperationException("not asked");
    }
}
