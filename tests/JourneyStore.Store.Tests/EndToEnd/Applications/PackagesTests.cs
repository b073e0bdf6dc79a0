using System.Diagnostics;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Applications;

/// <summary>What <c>dotnet pack</c> makes is all that a project of somebody else's needs.</summary>
public sealed class PackagesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly string[] Libraries = ["JourneyStore", "JourneyStore.Http", "JourneyStore.Embedded", "JourneyStore.Cli"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("journeystore-packages-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_new_project_restores_the_packages_from_a_local_folder_and_runs()
    {
        var root = Root();
        var packages = Path.Combine(folder.FullName, "packages");
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        foreach (var library in Libraries)
            await DotnetAsync(root, "pack", $"src/{library}", "--no-build", "-c", configuration, "-o", packages, "--nologo");
        Write("NuGet.config", $"""
            <configuration>
              <packageSources><add key="packed" value="{packages}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(folder.FullName, "own")}" /></config>
              <fallbackPackageFolders><add key="machine" value="{MachinePackages()}" /></fallbackPackageFolders>
            </configuration>
            """);
        Write("Fresh.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="JourneyStore.Cli" Version="0.1.0" />
                <PackageReference Include="WolverineFx.RuntimeCompilation" Version="6.62.0" />
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", """
            using JourneyStore.Cli;
            using JourneyStore.Events;
            using JourneyStore.Hosting;
            using JourneyStore.Http;

            var builder = WebApplication.CreateBuilder(args);
            builder.AddJourneyStore(journey => journey.Add(typeof(Program).Assembly));
            var app = builder.Build();
            app.MapJourneyStore("/journey");
            return await app.RunJourneyAsync(args);

            [EventType("hat.lost")]
            public sealed record HatLost : IEventBody
            {
                public string? Colour { get; init; }

                public string Title => "Hat lost";
            }
            """);
        await DotnetAsync(folder.FullName, "build", "-o", "out", "--nologo", "-p:UseSharedCompilation=false");
        var program = Path.Combine(folder.FullName, "out", "Fresh");
        await using var database = await FreshDatabase.CreateAsync();
        (await JourneyProcess.RunProgramAsync(program, database.ConnectionString, "inventory")).ShouldBeDone().Out.ShouldContain("hat.lost");
        (await JourneyProcess.RunProgramAsync(program, database.ConnectionString, "rebuild", "--all")).ShouldBeDone();
        await using var serving = JourneyProcess.StartProgram(program, [], database.ConnectionString, ["serve", "--dev", "--urls", "http://127.0.0.1:0"]);
        var line = await serving.Out.LineAsync(line => line.StartsWith("Fresh is ready at ", StringComparison.Ordinal));
        using var client = new HttpClient { BaseAddress = new Uri(line["Fresh is ready at ".Length..].Split(' ')[0]) };
        (await client.GetJsonAsync("/journey/health/ready")).Text("status").ShouldBe("ready");
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);

    /// <summary>Where this machine keeps what it has restored: the packages of others are taken from there.</summary>
    private static string MachinePackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "JourneyStore.sln"))) at = at.Parent!;
        return at.FullName;
    }

    private static async Task DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // The test host's own settings are not a new project's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        process.ExitCode.ShouldBe(0, $"dotnet {string.Join(' ', arguments)}\n{said[0]}\n{said[1]}");
    }
}
