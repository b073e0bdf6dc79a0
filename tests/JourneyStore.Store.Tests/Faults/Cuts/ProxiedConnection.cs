using System.Buffers.Binary;
using System.Net.Sockets;

namespace JourneyStore.Store.Tests.Faults.Cuts;

/// <summary>One connection through the proxy: two pumps that hand on whole messages.</summary>
internal sealed class ProxiedConnection(CuttingProxy proxy, Socket client)
{
    private const int HeaderOctets = 5;
    private const byte SimpleQuery = (byte)'Q';
    private const byte ReadyForQuery = (byte)'Z';
    private const byte Idle = (byte)'I';
    private static ReadOnlySpan<byte> Begin => "BEGIN"u8;

    private readonly Socket server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Lock gate = new();
    private long frontendSinceArmed;
    private long backendSinceArmed;
    private long frontendSinceBegin;
    private long backendSinceBegin;
    private bool inTransaction;
    private bool isReset;
    private volatile bool hasClientGone;

    /// <summary>Both directions, until either side ends or the connection is cut.</summary>
    public async Task RunAsync(string host, int port)
    {
        try
        {
            // It may have been cut before it came to this.
            client.NoDelay = true;
            await server.ConnectAsync(host, port);
            await Task.WhenAll(PumpAsync(client, server, Side.Frontend), PumpAsync(server, client, Side.Backend));
        }
        catch (Exception ended) when (ended is SocketException or IOException or ObjectDisposedException)
        {
            // One side is gone: below, the other one goes too.
        }
        Reset();
        server.Close();
    }

    /// <summary>What was counted so far does not count any more.</summary>
    public void Forget()
    {
        lock (gate) (frontendSinceArmed, backendSinceArmed, frontendSinceBegin, backendSinceBegin, inTransaction) = (0, 0, 0, 0, false);
    }

    /// <summary>Ends both sides at once, unsent and unread data lost.</summary>
    /// <param name="hasServerRead">
    /// False: what was handed on to the server still reaches it, then the end; so that "the n-th message is lost" means that the one before is not.
    /// </param>
    public void Reset(bool hasServerRead = true)
    {
        // To its end before anybody else comes by: who finds it reset may close what is left.
        lock (gate)
        {
            if (isReset) return;
            isReset = true;
            hasClientGone = true;
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            client.Close();
            if (!hasServerRead && server.Connected)
            {
                // A reset could overtake what the server has not read yet.
                server.Shutdown(SocketShutdown.Send);
                return;
            }
            server.LingerState = new LingerOption(enable: true, seconds: 0);
            server.Close();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Side sender)
    {
        try
        {
            await using var input = new BufferedStream(new NetworkStream(from), 64 * 1024);
            await using var output = new NetworkStream(to);
            if (sender == Side.Frontend && !await PassStartupAsync(input, output)) return;
            var header = new byte[HeaderOctets];
            while (await input.ReadAtLeastAsync(header, HeaderOctets, throwOnEndOfStream: false) == HeaderOctets)
            {
                var message = new byte[1 + BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1))];
                header.CopyTo(message, 0);
                await input.ReadExactlyAsync(message.AsMemory(HeaderOctets));
                if (IsLost(sender, message)) return;
                // Nobody is left to hear it, but the server has yet to read what it was sent, and ends when it has.
                if (!hasClientGone) await HandOnAsync(output, message);
            }
        }
        finally
        {
            Reset(hasServerRead: sender == Side.Backend);
        }
    }

    private async Task HandOnAsync(Stream output, byte[] message)
    {
        try
        {
            await output.WriteAsync(message);
        }
        catch (Exception ended) when (hasClientGone && ended is SocketException or IOException or ObjectDisposedException)
        {
            // Gone in this moment.
        }
    }

    // The first message of a client has no type, only a length.
    private async Task<bool> PassStartupAsync(Stream input, Stream output)
    {
        var length = new byte[4];
        if (await input.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false) < length.Length) return false;
        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        length.CopyTo(message, 0);
        await input.ReadExactlyAsync(message.AsMemory(length.Length));
        if (IsLost(Side.Frontend, message)) return false;
        await output.WriteAsync(message);
        return true;
    }

    private bool IsLost(Side sender, byte[] message)
    {
        long sinceArmed, sinceBegin;
        lock (gate)
        {
            sinceArmed = sender == Side.Frontend ? ++frontendSinceArmed : ++backendSinceArmed;
            if (sender == Side.Frontend && message[0] == SimpleQuery && message.AsSpan(HeaderOctets).StartsWith(Begin))
                (frontendSinceBegin, backendSinceBegin, inTransaction) = (0, 0, true);
            if (!inTransaction) sinceBegin = 0;
            else sinceBegin = sender == Side.Frontend ? ++frontendSinceBegin : ++backendSinceBegin;
            if (sender == Side.Backend && message[0] == ReadyForQuery && message[HeaderOctets] == Idle) inTransaction = false;
        }
        return proxy.IsLost(sender, sinceArmed, sinceBegin);
    }
}
