using System.Runtime.CompilerServices;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Model;
using JourneyStore.Cli.Serving;
using JourneyStore.Engine.Reactions;
using JourneyStore.Reactions;
using JourneyStore.Store.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace JourneyStore.Store.Tests.Reactions;

/// <summary>
/// The executable's Wolverine compiles nothing: what it would generate is committed, and current. To have the files written anew:
/// <c>UPDATE_GENERATED_CODE=1 dotnet test tests/JourneyStore.Store.Tests --filter GeneratedCodeTests</c>.
/// </summary>
public sealed class GeneratedCodeTests : StoreTest
{
    private const string Update = "UPDATE_GENERATED_CODE";

    [Fact]
    public void What_is_committed_is_what_Wolverine_would_generate()
    {
        var written = Write();
        var committed = Committed();
        if (Environment.GetEnvironmentVariable(Update) == "1") Replace(committed, written);
        Read(committed).ShouldBe(Read(written), $"{committed} is not current; set {Update}=1 and run this test to write it anew");
    }

    /// <summary>Writes what the executable's host would generate into a folder beside the tests.</summary>
    private string Write()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "generated");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var webhook = new Webhook(new WebhookOptions { Address = new Uri("http://127.0.0.1:1") }, Time);
        using var host = ReactionServer.Build(
            Engine, new ReactionSet(Engine.Inventory, [webhook], new ReactionOptions()), services => services.AddSingleton(webhook),
            options =>
            {
                ServedReactions.Configure(options);
                options.CodeGeneration.TypeLoadMode = TypeLoadMode.Dynamic;
                options.CodeGeneration.GeneratedCodeOutputPath = folder;
                options.UseRuntimeCompilation();
            });
        new DynamicCodeBuilder(host.Services, [.. host.Services.GetServices<ICodeFileCollection>()])
        {
            ServiceVariableSource = host.Services.GetRequiredService<IServiceVariableSource>(),
        }.WriteGeneratedCode(_ => { });
        return folder;
    }

    private static void Replace(string old, string @new)
    {
        if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
        foreach (var (file, text) in Read(@new))
        {
            var path = Path.Combine(old, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    private static SortedDictionary<string, string> Read(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(folder)) return files;
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            files.Add(Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file).ReplaceLineEndings("\n"));
        return files;
    }

    private static string Committed([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "JourneyStore.Cli", "Internal", "Generated"));
}
