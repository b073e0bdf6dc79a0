using JourneyStore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JourneyStore.Http.Access;

internal static class Dev
{
    /// <summary>True when no keys are asked: the routes were mapped so, or the host says so while it runs.</summary>
    public static bool IsDev(this HttpOptions options, HttpContext http) =>
        options.Dev || http.RequestServices.GetService<JourneyOptions>() is { Dev: true };
}
