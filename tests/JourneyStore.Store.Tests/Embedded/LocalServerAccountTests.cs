using System.Diagnostics;
using JourneyStore.Embedded;

namespace JourneyStore.Store.Tests.Embedded;

public sealed class LocalServerAccountTests(PreparedCluster cluster) : DataFolderFixture, IClassFixture<PreparedCluster>
{
    [SkippableFact]
    public async Task As_root_the_server_runs_as_another_account_that_cannot_read_the_password()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root runs the server as somebody else");
        await using var server = await LocalServer.StartAsync(Options with { Temporary = true }, Soon);
        var uid = File.ReadLines($"/proc/{server.ProcessId}/status").Single(line => line.StartsWith("Uid:")).Split('\t')[1];
        uid.ShouldNotBe("0");
        Outside.RunAsServersAccount("test", "-r", Path.Combine(Folder, "server.json")).ShouldBeFalse();
        Outside.RunAsServersAccount("test", "-O", Path.Combine(Folder, "pgdata")).ShouldBeTrue();
    }

    [SkippableTheory]
    [InlineData("pgdata")]
    [InlineData("log")]
    public async Task What_has_come_to_belong_to_root_since_the_last_start_is_given_back_to_the_servers_account(string part)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root runs the server as somebody else");
        cluster.CopyTo(Folder);
        await (await LocalServer.StartAsync(Options, Soon)).DisposeAsync();
        Outside.Run("chown", "-R", "root:root", Path.Combine(Folder, part)).ShouldBeTrue();
        await using var server = await LocalServer.StartAsync(Options, Soon);
        server.Owned.ShouldBeTrue();
        Outside.RunAsServersAccount("test", "-O", Path.Combine(Folder, part)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_address_is_told_before_the_door_is_tried_and_is_the_one_that_leads_in()
    {
        cluster.CopyTo(Folder);
        var told = new List<string>();
        await using (var server = await LocalServer.StartAsync(Options with { Found = told.Add }, Soon)) told.ShouldBe([server.ConnectionString]);
    }

    [SkippableFact]
    public async Task An_ordinary_user_runs_the_server_as_himself()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the way to become an ordinary user is Linux's");
        if (!Environment.IsPrivilegedProcess)
        {
            await using var server = await LocalServer.StartAsync(Options with { Temporary = true }, Soon);
            server.Owned.ShouldBeTrue();
            return;
        }
        var tests = typeof(LocalServerAccountTests).Assembly.Location;
        string[] asNobody = ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"];
        Skip.IfNot(Outside.Run("setpriv", [.. asNobody, "test", "-r", tests]), "an ordinary user may not read the tests here");

        // The very tests of a server's life, once more, by a user who is not root.
        var home = Directory.CreateDirectory(Beside("home"));
        if (!OperatingSystem.IsWindows()) home.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        var start = new ProcessStartInfo("setpriv",
            [.. asNobody, "dotnet", "vstest", tests, "--TestCaseFilter:FullyQualifiedName~LocalServerLifeTests.A_first_start|FullyQualifiedName~TemporaryServerTests.One_server"])
        { RedirectStandardOutput = true, WorkingDirectory = "/tmp" };
        foreach (var (name, value) in new[] { ("HOME", home.FullName), ("DOTNET_CLI_HOME", home.FullName), ("DOTNET_NOLOGO", "1"), ("TMPDIR", "/tmp") })
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(Soon);
        await process.WaitForExitAsync(Soon);
        process.ExitCode.ShouldBe(0, said);
        said.ShouldMatch(@"Passed:\s+2\b");
        var left = Path.Combine(home.FullName, ".cache", "journeystore", "temporary");
        await ServerProcess.UntilAsync(() => !Directory.EnumerateFileSystemEntries(left).Any());
    }
}
