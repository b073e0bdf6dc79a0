using JourneyStore.Engine;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Reading;
using JourneyStore.Http.Access;
using JourneyStore.Http.Answers;
using JourneyStore.Http.OpenApi;
using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JourneyStore.Http.Routes;

/// <summary><c>/v1/customers/{ref}</c>: who a customer is, what happened to them, how they fare.</summary>
internal static class Customers
{
    private const int LongestWait = 30_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/customers/{ref}", Profile)
            .Needs(Scopes.Read)
            .WithName("getCustomer")
            .WithSummary("Who a customer is: identifiers, account, profile.")
            .Takes(Parameters.Ref)
            .Answers<CustomerAnswer>(200)
            .Problems(400, 404, 503);
        routes.MapGet("/v1/customers/{ref}/timeline", Timeline)
            .Needs(Scopes.Read)
            .WithName("getTimeline")
            .WithSummary("What happened to a customer, newest first by the time it occurred.")
            .Takes(Parameters.Ref, Parameters.Limit, Parameters.Before, Parameters.From, Parameters.To, Parameters.Type, Parameters.AsOf,
                Parameters.KnownAt)
            .Answers<TimelineAnswer>(200)
            .Problems(400, 404, 503);
        routes.MapGet("/v1/customers/{ref}/signals", Signals)
            .Needs(Scopes.Read)
            .WithName("getSignals")
            .WithSummary("How a customer fares, and which events say so.")
            .Takes(Parameters.Ref, Parameters.AsOf, Parameters.KnownAt)
            .Answers<SignalsAnswer>(200)
            .Problems(400, 404, 503);
        routes.MapGet("/v1/customers/{ref}/context", Context)
            .Needs(Scopes.Read)
            .WithName("getContext")
            .WithSummary("All that a process step needs to know of a customer, in one answer.")
            .Takes(Parameters.Ref, Parameters.AsOf, Parameters.KnownAt, Parameters.MinPosition, Parameters.WaitMs)
            .Answers<ContextAnswer>(200)
            .Problems(400, 404, 409, 503);
    }

    private static async Task<IResult> Profile(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var context = await engine.ContextAsync(caller.Tenant, RouteText.Customer(http), new ContextQuery(), http.RequestAborted);
        return TypedResults.Json(CustomerAnswer.Of(context), AnswerJson.Shared.CustomerAnswer);
    }

    private static async Task<IResult> Timeline(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var query = http.Request.Query;
        var part = new TimelineQuery(
            query.Limit(50), query.Text("before"), query.Moment("from"), query.Moment("to"), query.Text("type"), query.Moment("knownAt"), query.Moment("asOf"));
        var page = await engine.TimelineAsync(caller.Tenant, RouteText.Customer(http), part, http.RequestAborted);
        return TypedResults.Json(TimelineAnswer.Of(page), AnswerJson.Shared.TimelineAnswer);
    }

    private static async Task<IResult> Signals(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var query = new ContextQuery(http.Request.Query.Moment("asOf"), http.Request.Query.Moment("knownAt"));
        var context = await engine.ContextAsync(caller.Tenant, RouteText.Customer(http), query, http.RequestAborted);
        return TypedResults.Json(SignalsAnswer.Of(context), AnswerJson.Shared.SignalsAnswer);
    }

    private static async Task<IResult> Context(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var asked = http.Request.Query;
        var query = new ContextQuery(
            asked.Moment("asOf"),
            asked.Moment("knownAt"),
            asked.Number("minPosition", 0, long.MaxValue),
            TimeSpan.FromMilliseconds(asked.Number("waitMs", 0, LongestWait) ?? 0));
        var context = await engine.ContextAsync(caller.Tenant, RouteText.Customer(http), query, http.RequestAborted);
        return TypedResults.Json(ContextAnswer.Of(context), AnswerJson.Shared.ContextAnswer);
    }
}
