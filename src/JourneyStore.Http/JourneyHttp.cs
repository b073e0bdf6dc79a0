using System.Text.Json.Serialization;
using JourneyStore.Http.Access;
using JourneyStore.Http.Answers;
using JourneyStore.Http.OpenApi;
using JourneyStore.Http.Problems;
using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

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
    /// Lets the server take the <c>ce-*</c> headers of events as the octets that they are: clients write them in Latin-1 or in UTF-8 without encoding them, and
    /// Kestrel's own reading answers whatever is not UTF-8 with a bare 400 before any route is asked. All other headers are read as they were, and as Latin-1
    /// where they are no UTF-8.
    /// <see cref="AddJourneyHttp"/> does this by itself; an application that sets <see cref="KestrelServerOptions.RequestHeaderEncodingSelector"/> later than
    /// options are made calls it once more.
    /// </summary>
    /// <param name="kestrel">The options of the server that the routes are mapped in.</param>
    public static KestrelServerOptions TakeEventHeadersAsTheyCome(this KestrelServerOptions kestrel)
    {
        kestrel.RequestHeaderEncodingSelector = HeaderOctets.Selector(kestrel.RequestHeaderEncodingSelector);
        return kestrel;
    }

    /// <summary>Maps the routes, behind the gates that guard them.</summary>
    public static WebApplication MapJourneyHttp(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<HttpOptions>();
        app.UseMiddleware<ProblemBoundary>();
        if (options.Dev) app.UseMiddleware<LoopbackGate>();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseMiddleware<KeyGate>();

        Routes.Events.Map(app);
        Routes.Customers.Map(app);
        Routes.Views.Map(app);
        Routes.Decisions.Map(app);
        Routes.Held.Map(app);
        Routes.Conflicts.Map(app);
        Routes.Parked.Map(app);
        Routes.Undelivered.Map(app);
        Routes.Status.Map(app);
        Routes.Health.Map(app);
        app.MapOpenApi();
        return app;
    }
}
