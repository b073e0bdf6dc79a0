using System.Text.Json;
using JourneyStore.Engine.Projections;

namespace JourneyStore.Cli.Screens;

/// <summary>How answers are written as JSON: as the HTTP API writes them.</summary>
internal static class JsonShape
{
    /// <summary>For one document.</summary>
    public static readonly JsonSerializerOptions Indented = new(ViewJson.Options) { WriteIndented = true };

    /// <summary>For a line of many.</summary>
    public static readonly JsonSerializerOptions Compact = ViewJson.Options;
}
