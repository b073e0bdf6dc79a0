namespace JourneyStore.Embedded;

/// <summary>Turns what PostgreSQL's programs and the operating system say into one stable code and one clear message.</summary>
internal static class ServerTrouble
{
    private static readonly (string Phrase, string Code, string Advice)[] Known =
    [
        ("No space left on device", LocalServerFailure.DiskFull, "The disk is full: free some space, or choose a data folder on another disk with JOURNEYSTORE_DATA."),
        ("not enough space on the disk", LocalServerFailure.DiskFull, "The disk is full: free some space, or choose a data folder on another disk with JOURNEYSTORE_DATA."),
        ("Disk quota exceeded", LocalServerFailure.DiskFull, "Your share of the disk is used up: free some space, or choose a data folder on another disk with JOURNEYSTORE_DATA."),
        ("Read-only file system", LocalServerFailure.DiskReadOnly, "The file system is read-only: make it writable, or choose another data folder with JOURNEYSTORE_DATA."),
        ("media is write protected", LocalServerFailure.DiskReadOnly, "The disk is write-protected: make it writable, or choose another data folder with JOURNEYSTORE_DATA."),
        ("Permission denied", LocalServerFailure.NoAccess, "The account that runs the server lacks a right: give it the data folder, or choose another one with JOURNEYSTORE_DATA."),
        ("Operation not permitted", LocalServerFailure.NoAccess, "The account that runs the server lacks a right: give it the data folder, or choose another one with JOURNEYSTORE_DATA."),
        ("Access is denied", LocalServerFailure.NoAccess, "The account that runs the server lacks a right: give it the data folder, or choose another one with JOURNEYSTORE_DATA."),
    ];

    /// <param name="code">The code when the output holds no phrase that is known.</param>
    /// <param name="what">What was being done.</param>
    /// <param name="output">What the program or its log said; the last lines are quoted.</param>
    public static LocalServerException Explain(string code, string what, string output)
    {
        var (_, knownCode, advice) = Known.FirstOrDefault(known => output.Contains(known.Phrase, StringComparison.OrdinalIgnoreCase));
        var quoted = LastLines(output);
        var message = what + (advice is null ? "" : " " + advice) + (quoted.Length == 0 ? "" : " The last lines were:\n" + quoted);
        return new LocalServerException(knownCode ?? code, message);
    }

    /// <summary>The same for what the file system says to this process itself; null when it is no trouble of that kind.</summary>
    public static LocalServerException? Explain(ClusterFolder folder, Exception trouble)
    {
        if (trouble is not (IOException or UnauthorizedAccessException)) return null;
        var explained = Explain(
            trouble is UnauthorizedAccessException ? LocalServerFailure.NoAccess : LocalServerFailure.BadFolder,
            $"The data folder {folder.Root} cannot be used.",
            trouble.Message);
        var advice = explained.Code is LocalServerFailure.BadFolder or LocalServerFailure.NoAccess
            ? $"\nIt must be a folder that the user '{Environment.UserName}' may create and write; JOURNEYSTORE_DATA chooses another one."
            : "";
        return new LocalServerException(explained.Code, explained.Message + advice, trouble);
    }

    public static string LastLines(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join('\n', lines.TakeLast(12).Select(line => "  " + line));
    }
}
