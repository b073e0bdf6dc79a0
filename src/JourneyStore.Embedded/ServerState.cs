using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JourneyStore.Embedded;

/// <summary>What must be remembered between starts: the secret of the cluster and how it was last run.</summary>
/// <param name="Password">Of the user <c>journeystore</c>; only the owner of the data folder can read it.</param>
/// <param name="Port">The port used last, tried first next time so that a connection string tends to stay valid.</param>
/// <param name="Account">The operating system account that owns the cluster.</param>
/// <param name="Temporary">Whether the cluster was created to be thrown away.</param>
/// <param name="Machine">Where it was last started: two machines or containers may see one folder.</param>
internal sealed record ServerState(string Password, int Port, string Account, bool Temporary, string Machine)
{
    public static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Null when the file is absent or is not one of ours (torn by a full disk, edited by hand).</summary>
    public static ServerState? Load(ClusterFolder folder)
    {
        if (!File.Exists(folder.State)) return null;
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllText(folder.State), ServerStateJson.Default.ServerState);
            return string.IsNullOrEmpty(state?.Password) ? null : state;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Written beside and renamed: a crash leaves the old file or the new one, never half a password.</summary>
    public void Save(ClusterFolder folder)
    {
        var beside = folder.State + ".new";
        File.Delete(beside);
        PrivateFile.Write(beside, JsonSerializer.Serialize(this, ServerStateJson.Default.ServerState));
        File.Move(beside, folder.State, overwrite: true);
    }
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(ServerState))]
internal sealed partial class ServerStateJson : JsonSerializerContext;
