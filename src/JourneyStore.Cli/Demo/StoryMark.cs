using System.Text.Json;
using JourneyStore.Cli.Screens;

namespace JourneyStore.Cli.Demo;

/// <summary>Says that a data folder holds the demo's story, so that every later command looks at it in the story's present.</summary>
/// <param name="Seed">Which story.</param>
/// <param name="Now">The story's present.</param>
internal sealed record StoryMark(int Seed, DateTimeOffset Now)
{
    private const string File = "demo-story.json";

    /// <summary>The mark in a data folder; null: it holds no story.</summary>
    public static StoryMark? In(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<StoryMark>(System.IO.File.ReadAllBytes(Path.Combine(folder, File)), JsonShape.Indented);
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException or JsonException)
        {
            // No file, as in every folder but the demo's; or one that says nothing.
            return null;
        }
    }

    /// <summary>Marks a data folder.</summary>
    public void Put(string folder) => System.IO.File.WriteAllText(Path.Combine(folder, File), JsonSerializer.Serialize(this, JsonShape.Indented));
}
