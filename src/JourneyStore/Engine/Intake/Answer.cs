using System.Globalization;
using JourneyStore.Engine.Intake.Checks;

namespace JourneyStore.Engine.Intake;

/// <summary>What the sender of an event is told: known at once, or as soon as it is known what became of an event of the same batch.</summary>
internal readonly struct Answer
{
    private readonly AcceptedEvent? @event;
    private readonly Fate? fate;
    private readonly Kind kind;
    private readonly AppendResult? known;

    private Answer(AppendResult known) => this.known = known;

    private Answer(AcceptedEvent @event, Fate fate, Kind kind) => (this.@event, this.fate, this.kind) = (@event, fate, kind);

    private enum Kind { Own, Repeat, Another }

    public static Answer Of(Fate fate) => new(fate.Event, fate, Kind.Own);

    public static Answer RepeatOf(AcceptedEvent @event, Fate earlier) => new(@event, earlier, Kind.Repeat);

    /// <summary>Another event was there under the key.</summary>
    public static Answer AnotherOf(AcceptedEvent @event, Fate earlier) => new(@event, earlier, Kind.Another);

    /// <summary>Another event is stored (at the position) or held (null) under the key.</summary>
    public static Answer Another(AcceptedEvent @event, long? position) => Rejected(
        @event, RejectionCodes.IdConflict,
        string.Create(
            CultureInfo.InvariantCulture,
            $"another event is {(position is { } at ? $"stored at position {at}" : "held")} under this source and id, and it says something else; "
            + $"give this one an id of its own and send it again"));

    public static Answer Is(AppendResult known) => new(known);

    public static Answer Rejected(AcceptedEvent @event, string code, string reason) =>
        Is(new AppendResult(@event.Candidate.Id, @event.Candidate.Source, AppendStatus.Rejected, Code: code, Reason: reason));

    /// <summary>The answer, when the batch is numbered.</summary>
    public AppendResult Result(BatchBinding binding)
    {
        if (known is not null) return known;
        var (id, source) = (@event!.Candidate.Id, @event.Candidate.Source);
        long? position = fate!.Customer is null ? null : fate.Position;
        if (kind == Kind.Another) return Another(@event, position).known!;
        if (kind == Kind.Repeat) return new AppendResult(id, source, AppendStatus.Duplicate, position, fate.Customer?.Key.Customer);
        if (fate.Customer is { } customer)
            return fate.Contested.Count == 0
                ? new AppendResult(id, source, AppendStatus.Stored, position, customer.Key.Customer)
                : new AppendResult(
                    id, source, AppendStatus.Stored, position, customer.Key.Customer, RejectionCodes.IdentityConflict,
                    $"{fate.Contested[0].Identifier} belongs to another customer; the event went to the customer of one that goes before it");
        var (code, reason) = binding.Why(@event);
        return new AppendResult(id, source, AppendStatus.Held, Code: code, Reason: reason);
    }
}
