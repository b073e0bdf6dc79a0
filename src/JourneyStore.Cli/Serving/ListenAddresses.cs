using System.Net;
using JourneyStore.Cli.Composition;
using Microsoft.AspNetCore.Http;

namespace JourneyStore.Cli.Serving;

/// <summary>What addresses may be listened on.</summary>
internal static class ListenAddresses
{
    /// <summary>Reads the addresses; with <paramref name="loopbackOnly"/>, refuses those that others can reach.</summary>
    /// <exception cref="UsageException">An address that is none, or one that may not be used.</exception>
    public static void Check(IReadOnlyList<string> urls, bool loopbackOnly)
    {
        if (urls.Count == 0)
            throw new UsageException($"No address to listen on; {Settings.UrlsName} or --urls takes addresses such as {Settings.DefaultUrls}.");
        foreach (var url in urls)
        {
            var host = Host(url);
            if (loopbackOnly && !IsLoopback(host))
                throw new UsageException(
                    $"--dev asks no keys and so listens on loopback addresses only, found '{url}'. Use {Settings.DefaultUrls}, or leave --dev out and make a key: " +
                    "journey keys create --name NAME --scopes ingest,read,decide");
        }
    }

    private static string Host(string url)
    {
        try
        {
            return BindingAddress.Parse(url).Host;
        }
        catch (FormatException)
        {
            throw new UsageException($"'{url}' is no address to listen on; expected something like {Settings.DefaultUrls}.");
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
