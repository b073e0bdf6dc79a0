using System.Security.Cryptography;
using System.Text;
using JourneyStore.Engine.Storage.Append;
using JourneyStore.Engine.Storage.Schema;

namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>
/// By which folds a checkpoint was made: the inline views with their versions (a hash of <c>name@version</c>), and how often rebuilt rows had been
/// put into use. A checkpoint of another mark counts as absent: what a rebuild has mended does not come back from it.
/// </summary>
internal static class CheckpointMark
{
    private const int Digits = 16;

    /// <summary>The mark of now, as an expression.</summary>
    public static string Sql(IReadOnlyList<ViewTable> views)
    {
        var folds = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', views.Select(ViewMark.Of))));
        return $"('{Convert.ToHexStringLower(folds)[..Digits]}.' || {ViewTables.Switches(views)})";
    }
}
