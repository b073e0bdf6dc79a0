using JourneyStore.Engine;
using JourneyStore.Engine.Access;
using JourneyStore.Http.Access;
using JourneyStore.Http.Answers;
using JourneyStore.Http.OpenApi;
using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JourneyStore.Http.Routes;

/// <summary><c>/v1/views</c>: any read model, without a line of code of its own.</summary>
internal static class Views
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/views", List)
            .Needs(Scopes.Read)
            .WithName("listViews")
            .WithSummary("The read models.")
            .Answers<ViewsAnswer>(200)
            .Problems();
        routes.MapGet("/v1/views/{name}", Page)
            .Needs(Scopes.Read)
            .WithName("getView")
            .WithSummary("Rows of a read model, by rank where it has one, else by key.")
            .Takes(Parameters.View, Parameters.Limit, Parameters.After)
            .Answers<ViewPageAnswer>(200)
            .Problems(400, 404, 503);
        routes.MapGet("/v1/views/{name}/{**key}", Row)
            .Needs(Scopes.Read)
            .WithName("getViewRow")
            .WithSummary("One row of a read model, by its key; that of a customer by any identifier (type:value) too.")
            .Takes(Parameters.View, Parameters.Key)
            .Answers<ViewRowAnswer>(200)
            .Problems(404, 503);
    }

    private static IResult List(JourneyEngine engine, Caller caller) =>
        TypedResults.Json(new ViewsAnswer(engine.Views), AnswerJson.Shared.ViewsAnswer);

    private static async Task<IResult> Page(HttpContext http, string name, JourneyEngine engine, Caller caller)
    {
        var page = await engine.ViewAsync(caller.Tenant, name, http.Request.Query.Limit(50), http.Request.Query.Text("after"), http.RequestAborted);
        return TypedResults.Json(ViewPageAnswer.Of(await engine.ShowAsync(caller.Tenant, page, http.RequestAborted)),
            AnswerJson.Shared.ViewPageAnswer);
    }

    private static async Task<IResult> Row(HttpContext http, string name, JourneyEngine engine, Caller caller)
    {
        var row = await engine.ViewRowAsync(caller.Tenant, name, RouteText.Rest(http, 4), http.RequestAborted);
        return TypedResults.Json(ViewRowAnswer.Of(await engine.ShowAsync(caller.Tenant, name, row, http.RequestAborted)),
            AnswerJson.Shared.ViewRowAnswer);
    }
}
