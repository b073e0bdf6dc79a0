using System.Text.Json;
using JourneyStore.Events;
using Marten;

namespace JourneyStore.Engine.Projections;

/// <summary>A read model with one row a customer: the fold of that customer's events in the order they occurred.</summary>
public interface ICustomerProjection : IProjection
{
    /// <summary>The row before the first event.</summary>
    object Start(string customer);

    /// <summary>The row after one more event. Pure; may change and return its argument.</summary>
    object Apply(object view, JourneyEvent @event);

    /// <summary>The row as it is stored: UTF-8 JSON, camelCase, the same bytes for the same row.</summary>
    byte[] Write(object view);

    /// <summary>The row read back.</summary>
    object Read(ReadOnlySpan<byte> json);
}

/// <summary>
/// Base of a read model with one row a customer. One file holds the view record and its projection, which is found by itself.
/// The view must keep a bounded size however long the customer's history is.
/// </summary>
/// <typeparam name="TView">The view: a type that System.Text.Json writes and reads back unchanged.</typeparam>
public abstract class CustomerProjection<TView> : ICustomerProjection where TView : class
{
    /// <inheritdoc />
    public abstract string Name { get; }

    /// <inheritdoc />
    public virtual string Version => "1";

    /// <inheritdoc />
    public virtual Freshness Freshness => Freshness.Inline;

    /// <inheritdoc />
    public abstract string Describes { get; }

    /// <inheritdoc />
    public virtual string? RankedBy => null;

    /// <inheritdoc />
    public Type DocumentType => typeof(TView);

    /// <inheritdoc />
    public virtual void MapDocument(StoreOptions options) => ViewDocuments.Map<TView>(options);

    /// <summary>The row before the first event.</summary>
    public abstract TView Start(string customer);

    /// <summary>
    /// The row after one more event, in the order events occurred. Pure; may change and return its argument. Not told of what only says who is who
    /// (<see cref="JourneyEvent.IsOnlyAboutIdentity"/>).
    /// </summary>
    public abstract TView Apply(TView view, JourneyEvent @event);

    /// <summary>How rows are written; default: <see cref="RowJson.Options"/>.</summary>
    protected virtual JsonSerializerOptions Json => RowJson.Options;

    object ICustomerProjection.Start(string customer) => Start(customer);

    object ICustomerProjection.Apply(object view, JourneyEvent @event) => @event.IsOnlyAboutIdentity ? view : Apply((TView)view, @event);

    byte[] ICustomerProjection.Write(object view) => JsonSerializer.SerializeToUtf8Bytes((TView)view, Json);

    object ICustomerProjection.Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<TView>(json, Json) ?? throw new JsonException($"A row of view '{Name}' is JSON null.");
}
