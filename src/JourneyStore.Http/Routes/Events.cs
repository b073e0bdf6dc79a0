using System.Diagnostics;
using System.Globalization;
using JourneyStore.Engine;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;
using JourneyStore.Http.Access;
using JourneyStore.Http.Answers;
using JourneyStore.Http.OpenApi;
using JourneyStore.Http.Requests;
using JourneyStore.Ingestion;
using JourneyStore.Ingestion.CloudEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JourneyStore.Http.Routes;

/// <summary><c>/v1/events</c>: CloudEvents come in.</summary>
internal static class Events
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/events", Post)
            .Needs(Scopes.Ingest)
            .WithName("appendEvents")
            .WithSummary("Append events: CloudEvents 1.0, one, many, or one in headers; one result an event, in order.")
            .WithMetadata(new EventBodies())
            .Answers<EventsAnswer>(200, 422)
            .Problems(400, 413, 415, 429, 503);
        routes.MapMethods("/v1/events", [HttpMethods.Options], Handshake)
            .WithName("allowWebhook")
            .WithSummary("The webhook handshake of CloudEvents: whether this place takes events of a sender.")
            .Problems(400);
    }

    private static async Task<IResult> Post(HttpContext http, JourneyEngine engine, Caller caller, HttpOptions options)
    {
        var started = engine.Time.GetTimestamp();
        var outcome = "failed";
        try
        {
            var request = await EventRequest.ReadAsync(http.Request, options.MaxBodyBytes, engine.Intake, http.RequestAborted);
            if (request.Problem is { } problem)
            {
                outcome = problem.Code;
                return problem;
            }
            var answer = EventsAnswer.Of(request.Events, await AppendAsync(engine, caller.Tenant, request.Events, http.RequestAborted));
            outcome = answer.AllRejected() ? "rejected" : "taken";
            return TypedResults.Json(
                answer, AnswerJson.Shared.EventsAnswer, statusCode: outcome == "rejected" ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
        }
        catch (StoreException refusal)
        {
            outcome = refusal.Code;
            throw;
        }
        finally
        {
            Telemetry.IngestDuration.Record(engine.Time.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    private static async Task<AppendReceipt?> AppendAsync(JourneyEngine engine, string tenant, IReadOnlyList<CloudEventResult> events,
        CancellationToken ct)
    {
        var candidates = new List<EventCandidate>(events.Count);
        for (var i = 0; i < events.Count; i++)
            if (events[i].Candidate is { } candidate) candidates.Add(candidate);
        return candidates.Count == 0 ? null : await engine.AppendAsync(new AppendRequest(tenant, candidates), ct);
    }

    /// <summary>
    /// Grants any sender: who may really send is decided by the key of each delivery. The rate asked for is granted as asked, because the
    /// intake pushes back by itself. The answer is here and now, so an address for a later one is never called.
    /// </summary>
    private static IResult Handshake(HttpContext http)
    {
        http.Response.Headers.Allow = "POST";
        var origin = http.Request.Headers["WebHook-Request-Origin"].ToString().Trim();
        if (origin.Length == 0) return TypedResults.Ok();
        if (TextCheck.Problem(origin) is { } problem) throw new BadParameterException("WebHook-Request-Origin", $"WebHook-Request-Origin {problem}.");
        http.Response.Headers["WebHook-Allowed-Origin"] = origin;
        http.Response.Headers["WebHook-Allowed-Rate"] = Rate(http.Request.Headers["WebHook-Request-Rate"].ToString().Trim());
        return TypedResults.Ok();
    }

    private static string Rate(string asked)
    {
        if (asked.Length == 0) return "*";
        return int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate > 0
            ? rate.ToString(CultureInfo.InvariantCulture)
            : throw new BadParameterException("WebHook-Request-Rate", $"WebHook-Request-Rate is an integer from 1, requests a minute; found {TextCheck.Quote(asked)}.");
    }
}
