using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace JourneyStore.Http;

/// <summary>How the routes behave that were mapped together; each of them carries it.</summary>
internal sealed record JourneyFace(HttpOptions Options, BodyRoom Room)
{
    /// <summary>That of the route asked for; of a host that has not chosen one, the service.</summary>
    public static JourneyFace? Of(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<JourneyFace>();
}
