namespace JourneyStore.Embedded;

/// <summary>
/// Gives a stopped cluster a new password, when <c>server.json</c> was lost or only <c>pgdata</c> was restored from a backup:
/// whoever owns the data may, and PostgreSQL's single-user mode needs no password.
/// </summary>
internal sealed class PasswordReset(LocalServerOptions options, ClusterFolder folder, ServerAccount account, ServerBinaries binaries)
{
    public async Task SetAsync(string password, CancellationToken ct)
    {
        options.Report($"setting a new password for the cluster in {folder.Root}, because the old one is not there any more");
        // The cluster includes the settings file, which may be lost as well.
        ServerSettings.Write(folder, options, LoopbackPort.AnyFree());
        await IncludeSettingsAsync(ct);
        var outcome = await account.RunAsync(folder.Root, ct, binaries.Postgres, ["--single", "-D", folder.Data, "postgres"],
            input: $"alter role {LocalServer.UserName} password '{password}'\n");
        if (!outcome.Succeeded || outcome.Output.Contains("ERROR:", StringComparison.Ordinal))
            throw ServerTrouble.Explain(LocalServerFailure.StartFailed, $"The cluster in {folder.Data} could not be given a new password.", outcome.Output);
    }

    private async Task IncludeSettingsAsync(CancellationToken ct)
    {
        var file = Path.Combine(folder.Data, "postgresql.conf");
        if (!(await File.ReadAllTextAsync(file, ct)).Contains(ServerSettings.IncludeLine, StringComparison.Ordinal))
            await File.AppendAllTextAsync(file, $"\n{ServerSettings.IncludeLine}\n", ct);
    }
}
