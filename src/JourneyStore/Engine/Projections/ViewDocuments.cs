using System.Linq.Expressions;
using JourneyStore.Engine.Storage.Schema;
using Marten;

namespace JourneyStore.Engine.Projections;

/// <summary>
/// How rows of read models are documents of Marten: a tenant's own, with a number as their version, which the projections set. A row is known by its
/// <c>Id</c>, as Marten has it,
/// or else by its <c>Customer</c>.
/// </summary>
internal static class ViewDocuments
{
    private const string Customer = "Customer";

    /// <summary>Tells Marten of a class of rows.</summary>
    /// <exception cref="InvalidOperationException">Rows of that class are known by nothing.</exception>
    public static void Map<TDocument>(StoreOptions options) where TDocument : class
    {
        if (typeof(TDocument).GetProperty("Id") is null && typeof(TDocument).GetProperty(Customer) is null)
            throw new InvalidOperationException(
                $"{typeof(TDocument).FullName}, the row of a view, is a document of Marten and has to say what it is known by: expected a property Id (the key with which it "
                + "is emitted) or Customer of type string, found neither.");
        var mapping = options.Schema.For<TDocument>()
            .DocumentAlias(ViewTables.Alias(typeof(TDocument)))
            .MultiTenanted()
            .UseNumericRevisions(true)
            .IgnoreIndex(ViewTables.RankIndex(typeof(TDocument)));
        if (typeof(TDocument).GetProperty("Id") is not null || typeof(TDocument).GetProperty(Customer) is not { } key) return;
        var row = Expression.Parameter(typeof(TDocument));
        mapping.Identity(Expression.Lambda<Func<TDocument, object>>(Expression.Convert(Expression.Property(row, key), typeof(object)), row));
    }
}
