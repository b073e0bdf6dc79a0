using System.Reflection;
using JourneyStore.Engine;
using JourneyStore.Engine.Projections;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Harness;

/// <summary>Read models that choke on some events, as an application's do that has a fault.</summary>
public static class Fragile
{
    /// <summary>No fold takes it, until the folds are mended.</summary>
    public const string Poison = "thing.poisoned";

    /// <summary>No fold takes it after an <see cref="Odd"/> event, mended or not.</summary>
    public const string Fussy = "thing.fussy";

    /// <summary>What a <see cref="Fussy"/> event cannot follow.</summary>
    public const string Odd = "thing.odd";

    /// <summary>Two of them are more than a row of the tally takes.</summary>
    public const string Large = "thing.large";

    /// <summary>The inline view does not take it, until its fold is mended.</summary>
    public const string Unbearable = "thing.unbearable";

    /// <summary>Rooms with the fragile read models and all others.</summary>
    public static Inventory Rooms(bool mended = false)
    {
        var rooms = Inventory.Discover(Assembly.GetExecutingAssembly());
        rooms.CustomerViews.OfType<FragileProjection>().Single().Mended = mended;
        rooms.CustomerViews.OfType<FragileInlineProjection>().Single().Mended = mended;
        rooms.Aggregates.OfType<FragileTallyProjection>().Single().Mended = mended;
        return rooms;
    }

    internal static void Refuse(string type, bool wasOdd, bool mended)
    {
        if (type == Poison && !mended) throw new InvalidDataException("This fold does not take poison.");
        if (type == Fussy && wasOdd) throw new InvalidDataException("Not after something odd.");
    }
}

/// <summary>A customer's events, told in their order.</summary>
public record FragileRow
{
    /// <summary>Whose.</summary>
    public required string Customer { get; init; }

    /// <summary>The types, one after the other.</summary>
    public List<string> Told { get; init; } = [];
}

/// <summary>One row a customer.</summary>
public sealed class FragileProjection : CustomerProjection<FragileRow>
{
    /// <summary>True when its fault is mended.</summary>
    public bool Mended { get; set; }

    public override string Name => "fragile";

    public override Freshness Freshness => Freshness.Async;

    public override string Describes => "Chokes on poison.";

    public override FragileRow Start(string customer) => new() { Customer = customer };

    public override FragileRow Apply(FragileRow view, JourneyEvent @event)
    {
        Fragile.Refuse(@event.Type, view.Told.Contains(Fragile.Odd), Mended);
        view.Told.Add(@event.Type);
        return view;
    }
}

/// <summary>The same, for the view that is written with each append.</summary>
public sealed record FragileInlineRow : FragileRow;

/// <summary>One row a customer, written with each append.</summary>
public sealed class FragileInlineProjection : CustomerProjection<FragileInlineRow>
{
    /// <summary>True when its fault is mended.</summary>
    public bool Mended { get; set; }

    public override string Name => "fragile-inline";

    public override string Describes => "Chokes on what is unbearable.";

    public override FragileInlineRow Start(string customer) => new() { Customer = customer };

    public override FragileInlineRow Apply(FragileInlineRow view, JourneyEvent @event)
    {
        if (@event.Type == Fragile.Unbearable && !Mended) throw new InvalidDataException("This fold does not bear it.");
        view.Told.Add(@event.Type);
        return view;
    }
}

/// <summary>What came after what, in one case.</summary>
public sealed record FragileState(string Last, bool WasOdd);

/// <summary>How often.</summary>
public sealed record FragileCount(string Id, long Times);

/// <summary>Across cases: which type follows which, how often.</summary>
public sealed class FragileTallyProjection : AggregateProjection<FragileState, FragileCount>
{
    /// <summary>True when its fault is mended.</summary>
    public bool Mended { get; set; }

    public override string Name => "fragile-tally";

    public override string Describes => "Chokes on poison.";

    public override Grouping Grouping => Grouping.Case;

    public override FragileState Start() => new("", false);

    public override FragileState Apply(FragileState state, JourneyEvent @event, Emit<FragileCount> emit)
    {
        // It emits before it chokes: what is half done must not count.
        var key = $"{state.Last}-{@event.Type}";
        emit(key, new FragileCount(key, @event.Type == Fragile.Large ? 600 : 1));
        Fragile.Refuse(@event.Type, state.WasOdd, Mended);
        return new FragileState(@event.Type, state.WasOdd || @event.Type == Fragile.Odd);
    }

    public override FragileCount Add(FragileCount? row, FragileCount delta)
    {
        var times = (row?.Times ?? 0) + delta.Times;
        return times <= 1_000 ? delta with { Times = times } : throw new OverflowException("This row is full.");
    }

    public override FragileCount Negate(FragileCount delta) => delta with { Times = -delta.Times };

    public override bool IsEmpty(FragileCount row) => row.Times == 0;
}
