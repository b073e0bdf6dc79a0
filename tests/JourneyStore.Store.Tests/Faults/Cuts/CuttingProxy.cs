using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace JourneyStore.Store.Tests.Faults.Cuts;

/// <summary>
/// Stands between a client and PostgreSQL, knows where one message of the protocol ends and the next begins, and cuts a connection exactly
/// where a test asks for it. Both sides see a reset, as when a firewall or a machine between them gives up.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private const string Loopback = "127.0.0.1";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly (string Host, int Port) server;
    private readonly Lock gate = new();
    private readonly HashSet<ProxiedConnection> open = [];
    private readonly List<Task> running = [];
    private readonly Task accepting;
    private Cut? armed;

    private CuttingProxy(string host, int port)
    {
        server = (host, port);
        listener.Start();
        accepting = Task.Run(AcceptAsync);
    }

    /// <summary>The same database by way of a proxy, in clear text, or no message could be told from the next.</summary>
    public static CuttingProxy To(string connectionString)
    {
        var direct = new NpgsqlConnectionStringBuilder(connectionString);
        // A path is the folder of a server's socket file; it listens on this machine's own address as well.
        return new CuttingProxy(Path.IsPathRooted(direct.Host) ? Loopback : direct.Host!, direct.Port) { Direct = direct };
    }

    /// <summary>How to reach the database through this proxy.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(Direct.ConnectionString)
    {
        Host = Loopback,
        Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    private NpgsqlConnectionStringBuilder Direct { get; init; } = null!;

    /// <summary>From now on messages are counted, until one is lost.</summary>
    public void Arm(Cut cut)
    {
        lock (gate)
        {
            foreach (var connection in open) connection.Forget();
            armed = cut;
        }
    }

    /// <summary>Cuts every connection that is open now; new ones are let through.</summary>
    public void CutAll()
    {
        ProxiedConnection[] all;
        lock (gate) all = [.. open];
        foreach (var connection in all) connection.Reset();
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
        CutAll();
        await Task.WhenAll(running);
        listener.Dispose();
    }

    /// <summary>Whether this message is the one to be lost, with its connection.</summary>
    internal bool IsLost(Side sender, long sinceArmed, long sinceBegin)
    {
        lock (gate)
        {
            if (armed is not { } cut || cut.Fired || cut.Sender != sender) return false;
            return cut.Fired = cut.Message <= cut.Counting switch
            {
                Counting.AllConnections => ++cut.Seen,
                Counting.OneConnection => sinceArmed,
                _ => sinceBegin,
            };
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync();
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return;
            }
            var connection = new ProxiedConnection(this, client);
            lock (gate)
            {
                open.Add(connection);
                running.Add(Task.Run(() => RunAsync(connection)));
            }
        }
    }

    private async Task RunAsync(ProxiedConnection connection)
    {
        await connection.RunAsync(server.Host, server.Port);
        lock (gate) open.Remove(connection);
    }
}

/// <summary>Who sends a message.</summary>
public enum Side
{
    /// <summary>The client.</summary>
    Frontend,

    /// <summary>PostgreSQL.</summary>
    Backend,
}

/// <summary>Which messages count.</summary>
internal enum Counting
{
    /// <summary>All of all connections, those of their opening as well.</summary>
    AllConnections,

    /// <summary>Those of one connection, its opening as well; whichever comes so far first is cut.</summary>
    OneConnection,

    /// <summary>Those of one transaction, its BEGIN being the first; whichever transaction comes so far first is cut.</summary>
    OneTransaction,
}

/// <summary>Where a connection is cut: the message is lost, and the connection with it; everything before it arrives.</summary>
/// <param name="Sender">Whose message.</param>
/// <param name="Message">The how manieth, from 1.</param>
/// <param name="Counting">Which messages count.</param>
internal sealed record Cut(Side Sender, int Message, Counting Counting)
{
    /// <summary>Whether it has happened.</summary>
    public bool Fired { get; set; }

    /// <summary>Messages of all connections so far.</summary>
    public long Seen { get; set; }
}
