namespace JourneyStore.Ingestion.Logs;

/// <summary>Names for columns or attributes of which several may have the same: the second becomes <c>name#2</c>, and so on.</summary>
internal static class ColumnNames
{
    public static string Unique(string name, Func<string, bool> taken)
    {
        if (!taken(name)) return name;
        for (var i = 2; ; i++)
            if (!taken($"{name}#{i}"))
                return $"{name}#{i}";
    }
}
