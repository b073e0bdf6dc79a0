namespace JourneyStore.Embedded;

/// <summary>Creates the cluster: complete or not at all.</summary>
internal sealed class ClusterCreation(LocalServerOptions options, ClusterFolder folder, ServerAccount account, ServerBinaries binaries)
{
    public async Task CreateAsync(string password, CancellationToken ct)
    {
        options.Report($"creating a private PostgreSQL {binaries.Major} cluster in {folder.Root}");
        Clear(folder.Unfinished);
        Clear(folder.Data); // empty, or this would be no creation; a rename needs the name free
        var passwordFile = Path.Combine(folder.Root, "initial-password");
        File.Delete(passwordFile);
        try
        {
            Directory.CreateDirectory(folder.Unfinished);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder.Unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await account.OwnAsync(folder.Unfinished, recursive: false, ct);
            PrivateFile.Write(passwordFile, password);
            await account.OwnAsync(passwordFile, recursive: false, ct);
            await InitdbAsync(passwordFile, ct);
            await File.AppendAllTextAsync(Path.Combine(folder.Unfinished, "postgresql.conf"), $"\n{ServerSettings.IncludeLine}\n", ct);
            Directory.Move(folder.Unfinished, folder.Data);
        }
        finally
        {
            File.Delete(passwordFile);
            Clear(folder.Unfinished);
        }
    }

    private async Task InitdbAsync(string passwordFile, CancellationToken ct)
    {
        string[] arguments =
        [
            "-D", folder.Unfinished, "-U", LocalServer.UserName, "-E", "UTF8", "--locale=C", "--data-checksums",
            "--auth=scram-sha-256", "--pwfile", passwordFile,
            // What a crash may take with it anyway need not be forced to the disk first.
            .. options.Temporary ? ["--no-sync"] : Array.Empty<string>(),
        ];
        var outcome = await account.RunAsync(folder.Root, ct, binaries.Initdb, arguments);
        if (!outcome.Succeeded)
            throw ServerTrouble.Explain(LocalServerFailure.CreateFailed, $"A PostgreSQL {binaries.Major} cluster could not be created in {folder.Data}.", outcome.Output);
    }

    private static void Clear(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }
}
