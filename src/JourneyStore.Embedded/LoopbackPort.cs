using System.Net;
using System.Net.Sockets;

namespace JourneyStore.Embedded;

/// <summary>Ports of 127.0.0.1. An answer can be outdated when it is used, so the launch still copes with a taken port.</summary>
internal static class LoopbackPort
{
    public static int AnyFree()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public static bool IsFree(int port)
    {
        if (port is <= 0 or > 65535) return false;
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
