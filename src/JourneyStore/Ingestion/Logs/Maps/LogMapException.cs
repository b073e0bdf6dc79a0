namespace JourneyStore.Ingestion.Logs;

/// <summary>A map file cannot be used. The message says where, what was expected, what was found and what to do.</summary>
public sealed class LogMapException : Exception
{
    /// <summary>A map that cannot be used.</summary>
    /// <param name="path">JSON path of the place, for instance <c>$.time.zone</c>.</param>
    /// <param name="problem">What was expected and found, and what to do.</param>
    public LogMapException(string path, string problem) : base($"map, at {path}: {problem}") => Path = path;

    /// <summary>A map that cannot be used, because of another exception.</summary>
    /// <param name="path">JSON path of the place.</param>
    /// <param name="problem">What was expected and found, and what to do.</param>
    /// <param name="cause">What went wrong underneath.</param>
    public LogMapException(string path, string problem, Exception cause) : base($"map, at {path}: {problem}", cause) => Path = path;

    /// <summary>A map file that cannot be opened: the place is the file, not one in it.</summary>
    /// <param name="problem">What was expected and found, and what to do.</param>
    /// <param name="cause">What went wrong underneath.</param>
    public LogMapException(string problem, Exception cause) : base(problem, cause) => Path = "$";

    /// <summary>JSON path of the place in the map.</summary>
    public string Path { get; }
}
