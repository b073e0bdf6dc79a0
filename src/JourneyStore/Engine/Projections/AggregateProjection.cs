using System.Text.Json;
using JourneyStore.Events;
using Marten;

namespace JourneyStore.Engine.Projections;

/// <summary>What an aggregate's fold runs over: all events of one customer, or all events of one case (whatever their customers).</summary>
public enum Grouping
{
    /// <summary>One fold a customer.</summary>
    Customer,

    /// <summary>One fold a case: (process, case id). Events without both are not seen.</summary>
    Case,
}

/// <summary>Takes what a fold adds to the rows across customers.</summary>
/// <typeparam name="TRow">The row.</typeparam>
/// <param name="key">Key of the row that changes.</param>
/// <param name="delta">What is added to it.</param>
public delegate void Emit<in TRow>(string key, TRow delta);

/// <summary>A read model across customers, always <see cref="Freshness.Async"/>. See <see cref="AggregateProjection{TState,TRow}"/>.</summary>
public interface IAggregateProjection : IProjection
{
    /// <summary>What one fold runs over.</summary>
    Grouping Grouping { get; }

    /// <summary>The state of a group before its first event.</summary>
    object Start();

    /// <summary>The group's state after one more event in the order events occurred; what it changes across groups goes to <paramref
    /// name="emit"/>.</summary>
    object Apply(object state, JourneyEvent @event, Emit<object> emit);

    /// <summary>The sum of two rows; <paramref name="row"/> is null when there is none yet.</summary>
    object Add(object? row, object delta);

    /// <summary>What undoes a delta.</summary>
    object Negate(object delta);

    /// <summary>True when the row says nothing any more and can be deleted.</summary>
    bool IsEmpty(object row);

    /// <summary>A state as stored.</summary>
    byte[] WriteState(object state);

    /// <summary>A stored state.</summary>
    object ReadState(ReadOnlySpan<byte> json);

    /// <summary>A row as stored.</summary>
    byte[] WriteRow(object row);

    /// <summary>A stored row.</summary>
    object ReadRow(ReadOnlySpan<byte> json);
}

/// <summary>
/// Base of a read model across customers: groups of events (a customer's or a case's) are folded in the order they occurred and
/// emit what they add to rows. Rows form a group under <see cref="Add"/> and <see cref="Negate"/>, so that a late event is exact:
/// the engine folds the group again, takes back what the old fold had added, and adds the new.
/// </summary>
/// <typeparam name="TState">State of one group, bounded in size.</typeparam>
/// <typeparam name="TRow">A row, which is also the shape of a delta.</typeparam>
public abstract class AggregateProjection<TState, TRow> : IAggregateProjection where TState : class where TRow : class
{
    /// <inheritdoc />
    public abstract string Name { get; }

    /// <inheritdoc />
    public virtual string Version => "1";

    /// <inheritdoc />
    public Freshness Freshness => Freshness.Async;

    /// <inheritdoc />
    public abstract string Describes { get; }

    /// <inheritdoc />
    public virtual string? RankedBy => null;

    /// <inheritdoc />
    public Type DocumentType => typeof(TRow);

    /// <inheritdoc />
    public virtual void MapDocument(StoreOptions options) => ViewDocuments.Map<TRow>(options);

    /// <inheritdoc />
    public abstract Grouping Grouping { get; }

    /// <summary>The state of a group before its first event.</summary>
    public abstract TState Start();

    /// <summary>The state after one more event; pure but for <paramref name="emit"/>.</summary>
    public abstract TState Apply(TState state, JourneyEvent @event, Emit<TRow> emit);

    /// <summary>The sum; must be commutative and associative. <paramref name="row"/> is null when there is none yet.</summary>
    public abstract TRow Add(TRow? row, TRow delta);

    /// <summary>What undoes a delta: <c>Add(Add(r, d), Negate(d))</c> equals <c>r</c>.</summary>
    public abstract TRow Negate(TRow delta);

    /// <summary>True when the row equals no row.</summary>
    public abstract bool IsEmpty(TRow row);

    object IAggregateProjection.Start() => Start();

    object IAggregateProjection.Apply(object state, JourneyEvent @event, Emit<object> emit) =>
        @event.IsOnlyAboutIdentity ? state : Apply((TState)state, @event, (key, delta) => emit(key, delta));

    object IAggregateProjection.Add(object? row, object delta) => Add((TRow?)row, (TRow)delta);

    object IAggregateProjection.Negate(object delta) => Negate((TRow)delta);

    bool IAggregateProjection.IsEmpty(object row) => IsEmpty((TRow)row);

    byte[] IAggregateProjection.WriteState(object state) => JsonSerializer.SerializeToUtf8Bytes((TState)state, StateJson.Options);

    object IAggregateProjection.ReadState(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<TState>(json, StateJson.Options)!;

    byte[] IAggregateProjection.WriteRow(object row) => JsonSerializer.SerializeToUtf8Bytes((TRow)row, RowJson.Options);

    object IAggregateProjection.ReadRow(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<TRow>(json, RowJson.Options)!;
}
