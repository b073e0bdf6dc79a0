namespace JourneyStore.Engine.Projections;

/// <summary>A few cases, those that were added last.</summary>
internal sealed class RecentCases
{
    private const int Most = 16;

    private readonly List<Guid> cases = [];

    public bool Contains(Guid @case) => cases.Contains(@case);

    public void Add(Guid @case)
    {
        if (cases.Contains(@case)) return;
        if (cases.Count == Most) cases.RemoveAt(0);
        cases.Add(@case);
    }

    public void Remove(Guid @case) => cases.Remove(@case);
}
