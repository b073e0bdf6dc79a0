using JourneyStore.Engine;
using JourneyStore.Engine.Access;
using JourneyStore.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JourneyStore.Http.Access;

/// <summary>Lets a request through to a route that needs a scope when its key has it.</summary>
internal sealed class KeyGate(RequestDelegate next, HttpOptions options)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<NeedsScope>() is not { } needs)
        {
            await next(http);
            return;
        }
        if (options.IsDev(http))
        {
            http.Features.Set(Caller.OfDev);
            await next(http);
            return;
        }
        if (options.CallerOf is { } callerOf)
        {
            await LetInAsync(http, callerOf(http), needs);
            return;
        }
        var secret = BearerKey.Read(http.Request.Headers.Authorization, out var isAbsent);
        var key = secret is null ? null
            : await http.RequestServices.GetRequiredService<JourneyEngine>().Keys.RecogniseAsync(secret, http.RequestAborted);
        if (Refuse(key, isAbsent, needs) is { } problem)
        {
            await problem.ExecuteAsync(http);
            return;
        }
        await LetInAsync(http, new Caller(key!.Tenant, key.Scopes, key.Name), needs);
    }

    private async Task LetInAsync(HttpContext http, Caller? caller, NeedsScope needs)
    {
        if (caller is null) await new Problem(401, ProblemCodes.NoKey, "Nobody is known who asks this.").ExecuteAsync(http);
        else if ((caller.Scopes & needs.Scope) != needs.Scope) await Lacking(caller.Name, needs).ExecuteAsync(http);
        else
        {
            http.Features.Set(caller);
            await next(http);
        }
    }

    /// <summary>Why a key does not open a route; null: it does.</summary>
    internal static Problem? Refuse(ApiKey? key, bool isAbsent, NeedsScope needs)
    {
        if (isAbsent)
            return new Problem(401, ProblemCodes.NoKey, "This route needs a key: Authorization: Bearer KEY.") { Headers = Challenge("") };
        if (key is null)
            return new Problem(401, ProblemCodes.BadKey, "The Authorization header holds no key that is in force; expected Bearer KEY.")
            {
                Headers = Challenge(", error=\"invalid_token\""),
            };
        return (key.Scopes & needs.Scope) == needs.Scope ? null : Lacking($"The key '{key.Name}'", needs);
    }

    private static Problem Lacking(string who, NeedsScope needs) =>
        new(403, ProblemCodes.ScopeMissing, $"{who} lacks the scope {needs.Word}, which this route needs.")
        {
            Scope = needs.Word,
            Headers = Challenge($", error=\"insufficient_scope\", scope=\"{needs.Word}\""),
        };

    private static KeyValuePair<string, string>[] Challenge(string more) => [new("WWW-Authenticate", $"Bearer realm=\"journeystore\"{more}")];
}
