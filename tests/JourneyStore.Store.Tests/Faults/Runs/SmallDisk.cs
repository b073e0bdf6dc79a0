using System.Diagnostics;

namespace JourneyStore.Store.Tests.Faults.Runs;

/// <summary>A folder on a disk of its own that can be filled to the last octet and emptied again: a tmpfs, for which one must be root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Block = 1024 * 1024;
    private readonly DirectoryInfo place;

    private SmallDisk(DirectoryInfo place, bool isMounted) => (this.place, IsMounted) = (place, isMounted);

    /// <summary>False: mounting is not permitted here, and the folder lies on the machine's own disk, which nobody fills.</summary>
    public bool IsMounted { get; }

    public string Folder => Path.Combine(place.FullName, "data");

    private string Ballast => Path.Combine(place.FullName, "ballast");

    public static async Task<SmallDisk> MakeAsync(int megabytes)
    {
        var place = Directory.CreateTempSubdirectory("journeystore-test-");
        // The server's account passes through.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(place.FullName,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        return new SmallDisk(place, await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0711", "journeystore-test", place.FullName));
    }

    /// <summary>Takes what is left.</summary>
    public void Fill()
    {
        IsMounted.ShouldBeTrue("the machine's own disk is not filled");
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = Block; size >= 512; size /= 2)
        {
            var zeros = new byte[size];
            try
            {
                while (true) file.Write(zeros);
            }
            catch (IOException)
            {
                // Full, for pieces of this size.
            }
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        if (IsMounted) (await RunAsync("umount", place.FullName)).ShouldBeTrue($"{place.FullName} is unmounted");
        place.Delete(recursive: true);
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await Task.WhenAll(process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync(), process.WaitForExitAsync());
        return process.ExitCode == 0;
    }
}
