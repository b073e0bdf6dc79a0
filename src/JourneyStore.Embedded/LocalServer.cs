using Npgsql;

namespace JourneyStore.Embedded;

/// <summary>
/// A private PostgreSQL server of the user's own: started when it is not running, joined when it is. It listens on 127.0.0.1
/// only, on a port of its own, and on a socket file in its data folder, behind a random password that only the owner of the data folder can read.
/// <para>
/// Any number of processes may use one server. Whoever disposes last stops it, no matter who started it: nobody loses the
/// server under his feet, and none is left behind after the last orderly end. A process that is killed leaves the server
/// running; the next start joins it, or, when the server died as well, starts it and PostgreSQL recovers.
/// </para>
/// </summary>
public sealed class LocalServer : IAsyncDisposable
{
    internal const string UserName = "journeystore";
    internal const string DatabaseName = "journeystore";

    private readonly LocalServerOptions options;
    private readonly ClusterFolder folder;
    private readonly FolderLock user;
    private bool disposed;

    internal LocalServer(LocalServerOptions options, ClusterFolder folder, FolderLock user, RunningServer running)
    {
        (this.options, this.folder, this.user) = (options, folder, user);
        ConnectionString = running.ConnectionString;
        ServerVersion = running.Version;
        Owned = running.StartedHere;
        ProcessId = running.Postmaster.Pid;
    }

    /// <summary>For Npgsql: the database <c>journeystore</c>, as the cluster's superuser, by the socket file where there is one. It contains the
    /// password.</summary>
    public string ConnectionString { get; }

    /// <summary>The version the server reports.</summary>
    public Version ServerVersion { get; }

    /// <summary>Whether this call started the server; false when it joined one that was running.</summary>
    public bool Owned { get; }

    /// <summary>The process of the server (its postmaster).</summary>
    public int ProcessId { get; }

    /// <summary>Starts the server of a data folder, creating the cluster first where there is none, or joins the running one.</summary>
    /// <param name="options">Where the data is and how to start.</param>
    /// <param name="ct">Gives up; a server that this call had begun to start is stopped again.</param>
    /// <exception cref="LocalServerException">The server cannot be had; see <see cref="LocalServerFailure"/> for the codes.</exception>
    /// <exception cref="ArgumentException">A setting is not one.</exception>
    public static Task<LocalServer> StartAsync(LocalServerOptions options, CancellationToken ct) =>
        new LocalServerStart(options).RunAsync(ct);

    /// <summary>
    /// Where the data belongs when nobody says otherwise: <c>journeystore</c> in XDG_DATA_HOME or <c>~/.local/share</c>, in
    /// LocalApplicationData on Windows, and <c>/var/lib/journeystore</c> for root.
    /// </summary>
    public static string DefaultDataFolder() => UserFolders.Data();

    /// <summary>Leaves the server, and stops it when nobody else uses it. Temporary data is then deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        await new LocalServerEnd(options, folder).LeaveAsync(user);
    }
}
