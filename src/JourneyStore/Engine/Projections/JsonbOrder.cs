using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace JourneyStore.Engine.Projections;

/// <summary>
/// The order in which PostgreSQL keeps the properties of a <c>jsonb</c>: short names first, those of one length by their bytes. It sorts what
/// comes in another order, which is a good part of what a document costs it; what is in order already, it only looks through.
/// </summary>
internal static class JsonbOrder
{
    /// <summary>Compares names.</summary>
    public static Comparer<string> Names { get; } = Comparer<string>.Create(Compare);

    /// <summary>Has a type's properties written in this order.</summary>
    public static void Apply(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        var place = 0;
        foreach (var property in type.Properties.OrderBy(property => property.Name, Names).ToArray()) property.Order = place++;
    }

    private static int Compare(string a, string b)
    {
        var (left, right) = (Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.AsSpan().SequenceCompareTo(right);
    }
}
