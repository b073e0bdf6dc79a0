using JourneyStore.Engine.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Http.Problems;

/// <summary>The outermost step: whatever goes wrong below leaves as a problem with a code, and nothing leaves with an empty body.</summary>
internal sealed partial class ProblemBoundary(RequestDelegate next, HttpOptions options, ILogger<ProblemBoundary> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (OfStatus(http) is { } problem) await problem.ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            var problem = OfException(http, e);
            http.Response.Clear();
            await problem.ExecuteAsync(http);
        }
        catch (Exception e)
        {
            // Half of an answer is out: the connection has to end, or it would look complete.
            Broken(e, http.Request.Method, http.Request.Path, Problem.TraceIdOf(http));
            http.Abort();
        }
    }

    private Problem OfException(HttpContext http, Exception e)
    {
        switch (e)
        {
            case StoreException refusal:
                if (refusal is StoreUnavailableException) Away(refusal.InnerException?.Message ?? refusal.Message);
                return Problem.Of(refusal, options);
            case BadHttpRequestException bad:
                return OfBadRequest(bad);
            default:
                Broken(e, http.Request.Method, http.Request.Path, Problem.TraceIdOf(http));
                return new Problem(
                    StatusCodes.Status500InternalServerError,
                    ProblemCodes.Internal,
                    "Something broke on our side. The log has it under the traceId; nothing was acknowledged, repeats of events are safe.");
        }
    }

    private static Problem OfBadRequest(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new Problem(bad.StatusCode, ProblemCodes.BodyTooLarge, bad.Message),
        StatusCodes.Status408RequestTimeout => new Problem(bad.StatusCode, ProblemCodes.RequestTooSlow, bad.Message),
        _ => new Problem(bad.StatusCode, ProblemCodes.BadRequest, bad.Message),
    };

    /// <summary>The problem of an answer that has a status only, as routing and timeouts leave it; null: the answer is complete.</summary>
    private static Problem? OfStatus(HttpContext http)
    {
        var response = http.Response;
        if (response.HasStarted || response.StatusCode < 400 || response.ContentLength > 0
            || !string.IsNullOrEmpty(response.ContentType)) return null;
        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new Problem(404, ProblemCodes.UnknownRoute, $"There is no route {http.Request.Path}; the document openapi/v1.json lists those there are."),
            StatusCodes.Status405MethodNotAllowed => new Problem(
                405, ProblemCodes.MethodNotAllowed, $"{http.Request.Path} does not take {http.Request.Method}; allowed: {response.Headers.Allow}."),
            StatusCodes.Status504GatewayTimeout => new Problem(
                504, ProblemCodes.Timeout, "The answer took too long and was given up. Events of this request may or may not be stored; repeats are safe."),
            var status => new Problem(status, ProblemCodes.BadRequest, "The request was refused."),
        };
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} broke, trace {TraceId}")]
    private partial void Broken(Exception e, string method, PathString path, string traceId);

    [LoggerMessage(2, LogLevel.Warning, "The database is away: {Reason}")]
    private partial void Away(string reason);
}
