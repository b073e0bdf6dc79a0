using System.Net;
using JourneyStore.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace JourneyStore.Http.Access;

/// <summary>
/// Without keys, only this machine is answered: the connection must come from it, and the name asked for must be its own, so that a page
/// in a browser cannot reach the store under a name that somebody else lets point here.
/// </summary>
internal sealed class LoopbackGate(RequestDelegate next, HttpOptions options)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (!options.IsDev(http) || (IsHere(http.Connection.RemoteIpAddress) && IsOwnName(http.Request.Host))) return next(http);
        return new Problem(403, ProblemCodes.LoopbackOnly, "Without keys (serve --dev) the store answers requests from and to this machine's loopback addresses only.")
            .ExecuteAsync(http);
    }

    internal static bool IsHere(IPAddress? remote) => remote is null || IPAddress.IsLoopback(remote);

    internal static bool IsOwnName(HostString host)
    {
        if (!host.HasValue) return true;
        var name = host.Host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }
}
