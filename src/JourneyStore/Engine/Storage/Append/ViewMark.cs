using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// What is written as <c>mt_dotnet_type</c> of a row: which view and which version of its fold made it. A row of another mark counts as
/// absent and is folded again when its customer is next touched.
/// </summary>
internal static class ViewMark
{
    public static string Of(ViewTable view) => $"{view.Name}@{view.Version}".Replace("'", "", StringComparison.Ordinal);
}
