using JourneyStore.Store.Tests.EndToEnd.Harness;
using Npgsql;

using JourneyStore.Engine.Storage;
using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests;

/// <summary>Whoever waits for the database goes on on the thread that hears the reply: here, by the settings of this project's test host, and in the
/// executable.</summary>
public class InlineCompletionsTests
{
    [SkippableFact]
    public async Task Here_a_reply_is_taken_on_where_it_is_heard()
    {
        Skip.If(OperatingSystem.IsWindows(), "on Windows the thread pool hears replies itself");
        await using var connection = new NpgsqlConnection(await DatabasePool.TakeAsync());
        await connection.OpenAsync();
        await using var late = new NpgsqlCommand("select pg_sleep(0.05)", connection);
        await late.ExecuteNonQueryAsync().ConfigureAwait(false);
        Thread.CurrentThread.IsThreadPoolThread.ShouldBeFalse();
    }

    [SkippableFact]
    public async Task The_executable_has_several_threads_that_hear_replies()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "looks at the threads of a process as Linux shows them");
        await using var service = await JourneyService.StartAsync(await DatabasePool.CreateAsync(), "--dev");
        HearingThreads(service).ShouldBe(Math.Max(InlineCompletions.LeastThreads, Environment.ProcessorCount));
    }

    [SkippableFact]
    public async Task What_the_environment_says_about_them_stays()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "looks at the threads of a process as Linux shows them");
        await using var service = await JourneyService.StartWithAsync([("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "3")], await DatabasePool.CreateAsync(), "--dev");
        HearingThreads(service).ShouldBe(3);
    }

    private static int HearingThreads(JourneyService service) =>
        Directory.GetFiles($"/proc/{service.Process.Id}/task", "comm", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .Count(name => File.ReadAllText(name).TrimEnd() == ".NET Sockets");
}
