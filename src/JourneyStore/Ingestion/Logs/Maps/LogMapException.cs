namespace JourneyStore.Ingestion.Logs;

/// <summary>A map file cannot be used. The message says where, what was expected, what was found and what to do.</summary>
public sealed class LogMapException : Exception
{
    private readonly string problem;

    /// <summary>A map that cannot be used.</summary>
    /// <param name="path">JSON path of the place, for instance <c>$.time.zone</c>.</param>
    /// <param name="problem">What was expected and found, and what to do.</param>
    public LogMapException(string path, string problem) : base($"map, at {path}: {problem}") => (Path, this.problem) = (path, problem);

    /// <summary>A map that cannot be used, because of another exception.</summary>
    /// <param name="path">JSON path of the place.</param>
    /// <param name="problem">What was expected and found, and what to do.</param>
    /// <param name="cause">What went wrong underneath.</param>
    public LogMapException(string path, string problem, Exception cause) : base($"map, at {path}: {problem}", cause) => (Path, this.problem) = (path, problem);

    /// <summary>A map file that cannot be opened: the place is the file, not one in it.</summary>
    /// <param name="problem">What was expected and found, and what to do.</param>
    /// <param name="cause">What went wrong underneath.</param>
    public LogMapException(string problem, Exception cause) : base(problem, cause) => (Path, this.problem) = ("$", problem);

    /// <summary>JSON path of the place in the map.</summary>
    public string Path { get; }

    private LogMapException(string file, LogMapException within) : base($"map '{file}', at {within.Path}: {within.problem}", within) =>
        (Path, problem) = (within.Path, within.problem);

    /// <summary>The same, of a map that stands in a file.</summary>
    internal LogMapException In(string file) => new(file, this);
}
