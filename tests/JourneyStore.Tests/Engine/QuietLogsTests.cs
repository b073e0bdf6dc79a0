using JourneyStore.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Tests.Engine;

public sealed class QuietLogsTests
{
    [Theory]
    [InlineData("Npgsql.Command")]
    [InlineData("Marten.Events.Daemon")]
    [InlineData("Wolverine.Runtime.WolverineRuntime")]
    public void Libraries_under_the_store_say_only_what_is_wrong(string category)
    {
        var log = Logs(_ => { }).CreateLogger(category);

        log.IsEnabled(LogLevel.Information).ShouldBeFalse();
        log.IsEnabled(LogLevel.Warning).ShouldBeTrue();
    }

    [Theory]
    [InlineData("JourneyStore.Intake")]
    [InlineData("Shop.Orders")]
    [InlineData("Microsoft.Hosting.Lifetime")]
    public void Everybody_else_says_what_they_said(string category) =>
        Logs(_ => { }).CreateLogger(category).IsEnabled(LogLevel.Information).ShouldBeTrue();

    [Fact]
    public void What_the_application_says_of_a_category_counts_before_or_after()
    {
        Statements("Npgsql", quietFirst: false).IsEnabled(LogLevel.Information).ShouldBeTrue();
        Statements("Npgsql.Command", quietFirst: false).IsEnabled(LogLevel.Information).ShouldBeTrue();
        Statements("Npgsql", quietFirst: true).IsEnabled(LogLevel.Information).ShouldBeTrue();

        static ILogger Statements(string category, bool quietFirst) =>
            Logs(logging => logging.AddFilter(category, LogLevel.Information), quietFirst).CreateLogger("Npgsql.Command");
    }

    [Fact]
    public void What_the_application_says_of_everything_does_not_wake_them() =>
        Logs(logging => logging.SetMinimumLevel(LogLevel.Debug)).CreateLogger("Npgsql.Command").IsEnabled(LogLevel.Information).ShouldBeFalse();

    private static ILoggerFactory Logs(Action<ILoggingBuilder> application, bool quietFirst = false)
    {
        var services = new ServiceCollection();
        if (quietFirst) services.AddQuietLogs();
        services.AddLogging(logging =>
        {
            logging.AddProvider(new Deaf());
            application(logging);
        });
        if (!quietFirst) services.AddQuietLogs();
        return services.BuildServiceProvider().GetRequiredService<ILoggerFactory>();
    }

    /// <summary>A provider that takes everything: what is enabled then is what the rules let pass.</summary>
    private sealed class Deaf : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }

        public void Dispose()
        {
        }
    }
}
