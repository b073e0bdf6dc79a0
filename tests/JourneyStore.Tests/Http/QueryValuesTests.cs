using JourneyStore.Engine.Errors;
using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace JourneyStore.Tests.Http;

public sealed class QueryValuesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("?limit=5&after=x")]
    [InlineData("?LIMIT=5")]
    public void A_parameter_that_the_route_takes_is_taken(string query) => Should.NotThrow(() => Asked(query).Allow("limit", "after"));

    [Theory]
    [InlineData("?limt=5", "limt", "'limt' is no parameter of this route; it takes limit, after.")]
    [InlineData("?limit=5&minpositon=7", "minpositon", "'minpositon' is no parameter of this route; it takes limit, after.")]
    public void Another_one_is_refused_by_name(string query, string parameter, string told)
    {
        var refusal = Should.Throw<BadParameterException>(() => Asked(query).Allow("limit", "after"));
        (refusal.Code, refusal.Parameter, refusal.Message).ShouldBe(("bad-parameter", parameter, told));
    }

    [Fact]
    public void A_route_may_take_none() => Should.Throw<BadParameterException>(() => Asked("?a=1").Allow()).Message.ShouldEndWith("it takes none in the query.");

    [Theory]
    [InlineData("?asOf=2026-03-01T24:00:00Z", "2026-03-02T00:00:00")]
    [InlineData("?asOf=2016-12-31T23:59:60%2B00:00", "2016-12-31T23:59:59")]
    [InlineData("?asOf=2026-03-01", "2026-03-01T00:00:00")]
    public void The_end_of_a_day_and_a_leap_second_are_moments(string query, string utc) =>
        Asked(query).Moment("asOf")!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss").ShouldBe(utc);

    private static IQueryCollection Asked(string query) => new QueryCollection(QueryHelpers.ParseQuery(query));
}
