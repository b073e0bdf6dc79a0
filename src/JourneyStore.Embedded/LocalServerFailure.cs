namespace JourneyStore.Embedded;

/// <summary>The codes a <see cref="LocalServerException"/> carries. They are stable: programs may branch on them.</summary>
public static class LocalServerFailure
{
    /// <summary>No PostgreSQL binaries on this machine, and none could be installed.</summary>
    public const string NoBinaries = "no-binaries";

    /// <summary>The data was written by a newer PostgreSQL than any binaries found.</summary>
    public const string NewerData = "newer-data";

    /// <summary>The data was written by an older PostgreSQL, and binaries of exactly that version are not there.</summary>
    public const string OlderData = "older-data";

    /// <summary>The data folder holds a <c>pgdata</c> that is not a PostgreSQL cluster.</summary>
    public const string NotACluster = "not-a-cluster";

    /// <summary>The disk, or the user's share of it, is full.</summary>
    public const string DiskFull = "disk-full";

    /// <summary>The data folder is on a read-only file system.</summary>
    public const string DiskReadOnly = "disk-read-only";

    /// <summary>A file or folder may not be read, written or entered by this user or by the server's account.</summary>
    public const string NoAccess = "no-access";

    /// <summary>The data folder cannot be created where it was asked for, for example because a parent is a file.</summary>
    public const string BadFolder = "bad-folder";

    /// <summary>No port on 127.0.0.1 could be used.</summary>
    public const string Port = "port";

    /// <summary>The cluster could not be created.</summary>
    public const string CreateFailed = "create-failed";

    /// <summary>The server did not start; the message ends with the last lines of its log.</summary>
    public const string StartFailed = "start-failed";

    /// <summary>The server was still starting when the time was up, for example in recovery after a crash.</summary>
    public const string StartTimeout = "start-timeout";

    /// <summary>Another process, or another machine, holds the data folder.</summary>
    public const string DataInUse = "data-in-use";

    /// <summary>The server runs, but the password it was created with is not in the data folder any more.</summary>
    public const string PasswordLost = "password-lost";

    /// <summary>This process is root and found no other account, or no tool, to run the server with.</summary>
    public const string NoAccount = "no-account";
}
