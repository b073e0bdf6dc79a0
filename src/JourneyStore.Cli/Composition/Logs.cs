using JourneyStore.Engine;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace JourneyStore.Cli.Composition;

/// <summary>Structured logs on stderr, so that stdout stays for answers: JSON when piped, single lines on a terminal.</summary>
internal static class Logs
{
    /// <summary>The logger factory of a run; the section <c>Logging</c> of appsettings.json refines its levels.</summary>
    public static ILoggerFactory Create(Settings settings, Surroundings around, bool json, LogLevel least) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(least);
        // Request lines of the web server say nothing that our own metrics do not.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // A host that cannot start throws as well, and that is what we tell.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.Services.AddQuietLogs();
        logging.AddConfiguration(settings.All.GetSection("Logging"));
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (json || !around.ErrorIsTerminal) logging.AddJsonConsole(AsJson);
        else logging.AddSimpleConsole(AsLine);
    });

    private static void AsJson(JsonConsoleFormatterOptions format)
    {
        format.UseUtcTimestamp = true;
        format.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        format.IncludeScopes = true;
    }

    private static void AsLine(SimpleConsoleFormatterOptions format)
    {
        format.SingleLine = true;
        format.UseUtcTimestamp = true;
        format.TimestampFormat = "HH:mm:ss ";
    }
}
