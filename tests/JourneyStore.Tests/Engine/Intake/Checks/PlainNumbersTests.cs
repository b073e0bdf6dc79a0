using System.Text;
using JourneyStore.Engine.Intake.Checks;

namespace JourneyStore.Tests.Engine.Intake.Checks;

public sealed class PlainNumbersTests
{
    // What PostgreSQL 15 answers to select '…'::jsonb.
    [Theory]
    [InlineData("1e2", "100")]
    [InlineData("1E+2", "100")]
    [InlineData("1.50e1", "15.0")]
    [InlineData("1.5e-2", "0.015")]
    [InlineData("12e-1", "1.2")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0.0")]
    [InlineData("-0.00e1", "0.0")]
    [InlineData("0e5", "0")]
    [InlineData("0e-5", "0.00000")]
    [InlineData("-1e0", "-1")]
    [InlineData("0.001e3", "1")]
    [InlineData("0.0010e2", "0.10")]
    public void A_number_is_written_as_the_database_gives_it_back(string number, string plain)
    {
        PlainNumbers.IsPlain(Encoding.UTF8.GetBytes(number)).ShouldBeFalse();
        Encoding.UTF8.GetString(PlainNumbers.Of(Encoding.UTF8.GetBytes($$"""{"a":[{{number}},"1e2"], "b":{{number}}}""")).Span)
            .ShouldBe($$"""{"a":[{{plain}},"1e2"], "b":{{plain}}}""");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0.50")]
    [InlineData("-0.1")]
    public void A_plain_one_stays(string number) => PlainNumbers.IsPlain(Encoding.UTF8.GetBytes(number)).ShouldBeTrue();
}
