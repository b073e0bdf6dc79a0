using System.Text.Json.Serialization;
using JourneyStore.Http.Access;
using JourneyStore.Http.Answers;
using JourneyStore.Http.OpenApi;
using JourneyStore.Http.Problems;
using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Http;

/// <summary>
/// The network face of an engine. The host registers its <see cref="Engine.JourneyEngine"/> as a singleton, calls <see cref="AddJourneyHttp"/>
/// on the services and <see cref="MapJourneyHttp"/> on the built application, and says itself where to listen. Works with the slim builder.
/// </summary>
public static class JourneyHttp
{
    /// <summary>Kestrel's own limit lies above ours, so that a body that is too large gets our answer and not a broken connection.</summary>
    private const int BodySlack = 11 * 1024 * 1024;

    /// <summary>Adds what the routes need and sets the server's limits.</summary>
    public static IServiceCollection AddJourneyHttp(this IServiceCollection services, HttpOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new BodyRoom(options.MaxBytesUnderWay));
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = options.RequestTimeout });
        services.ConfigureHttpJsonOptions(json =>
        {
            // Only the OpenAPI document asks these; a number is a number there, not also a text.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, AnswerJson.Shared);
        });
        services.AddOpenApi("v1", Document.Configure);
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes + BodySlack;
            kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 128;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        });
        // Last, so that what the application says of other headers is known.
        services.PostConfigure<KestrelServerOptions>(kestrel => kestrel.TakeEventHeadersAsTheyCome());
        return services;
    }

    /// <summary>
    /// Lets the server take the <c>ce-*</c> headers of events as the octets that they are: clients write them in Latin-1 or in UTF-8 without encoding
    /// them, and
    /// Kestrel's own reading answers whatever is not UTF-8 with a bare 400 before any route is asked. All other headers are read as they were, and as
    /// Latin-1
    /// where they are no UTF-8.
    /// <see cref="AddJourneyHttp"/> does this by itself; an application that sets <see cref="KestrelServerOptions.RequestHeaderEncodingSelector"/>
    /// later than
    /// options are made calls it once more.
    /// </summary>
    /// <param name="kestrel">The options of the server that the routes are mapped in.</param>
    public static KestrelServerOptions TakeEventHeadersAsTheyCome(this KestrelServerOptions kestrel)
    {
        kestrel.RequestHeaderEncodingSelector = HeaderOctets.Selector(kestrel.RequestHeaderEncodingSelector);
        return kestrel;
    }

    /// <summary>Maps the routes at the root of an application that is nothing else: whatever it is asked for besides is answered with a problem
    /// too.</summary>
    public static WebApplication MapJourneyHttp(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<HttpOptions>();
        app.UseMiddleware<ProblemBoundary>(options);
        app.UseMiddleware<LoopbackGate>(options);
        app.UseRouting();
        app.UseRequestTimeouts();
        app.MapJourneyStore();
        return app;
    }

    /// <summary>
    /// Maps the routes into an application beside its own: under a prefix, in a group, and with whatever conventions (authorization, rate limits) it
    /// puts on what is
    /// returned. Keys, problems and limits are of these routes only. Needs <c>AddJourneyStore</c>; with <see cref="AddJourneyHttp"/>, its options
    /// hold, and the routes
    /// describe themselves at <c>openapi/v1.json</c> under the prefix.
    /// </summary>
    /// <param name="routes">The application, or a group of its routes.</param>
    /// <param name="prefix">What the routes begin with, such as <c>/journey</c>. Default: nothing.</param>
    public static RouteGroupBuilder MapJourneyStore(this IEndpointRouteBuilder routes, string prefix = "")
    {
        var services = routes.ServiceProvider;
        var options = services.GetService<HttpOptions>() ?? new HttpOptions();
        var face = new JourneyFace(options, services.GetService<BodyRoom>() ?? new BodyRoom(options.MaxBytesUnderWay));
        var log = services.GetRequiredService<ILogger<ProblemBoundary>>();
        var group = routes.MapGroup(prefix);
        group.WithMetadata(face);
        // The gates go with the routes: an application's own are none of their business.
        ((IEndpointConventionBuilder)group).Add(endpoint =>
        {
            if (endpoint.RequestDelegate is not { } answer) return;
            var keyed = new KeyGate(answer, options);
            var near = new LoopbackGate(keyed.InvokeAsync, options);
            endpoint.RequestDelegate = new ProblemBoundary(near.InvokeAsync, options, log).InvokeAsync;
        });
        Routes.Events.Map(group);
        Routes.Customers.Map(group);
        Routes.Persons.Map(group);
        Routes.Views.Map(group);
        Routes.Decisions.Map(group);
        Routes.Held.Map(group);
        Routes.Conflicts.Map(group);
        Routes.Identities.Map(group);
        Routes.Parked.Map(group);
        Routes.Undelivered.Map(group);
        Routes.Status.Map(group);
        Routes.Health.Map(group);
        if (services.GetService<HttpOptions>() is not null) group.MapOpenApi();
        // What is asked for under the prefix and is not there is answered by us; at the root that is for the application to say.
        if (prefix.Trim('/').Length > 0) group.MapFallback("{**path}", () => TypedResults.NotFound()).ExcludeFromDescription();
        return group;
    }
}
