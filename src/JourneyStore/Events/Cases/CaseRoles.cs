namespace JourneyStore.Events.Cases;

// What an event type means for its case. Views and signals look at these roles, never at a closed list of types, so that an
// application's own types take part by implementing them. The case is (process, case id) of the envelope.

/// <summary>The case begins. A case whose first event has no such role begins with that event all the same.</summary>
public interface IOpensCase : IEventBody
{
    /// <summary>What kind of matter the case is about, in the producer's words; null: not said.</summary>
    string? Category => null;
}

/// <summary>The case is over: it leaves the customer's open cases.</summary>
public interface IClosesCase : IEventBody;

/// <summary>The customer's matter is settled; the case may still be open for a while.</summary>
public interface IResolvesCase : IEventBody;

/// <summary>A case that was settled or over is open again.</summary>
public interface IReopensCase : IFriction
{
    /// <inheritdoc />
    FrictionKind? IFriction.Friction => FrictionKind.Reopening;
}

/// <summary>Somebody answers for the case from now on.</summary>
public interface IAssignsCase : IEventBody
{
    /// <summary>The person; null: not said.</summary>
    string? Assignee { get; }

    /// <summary>The team or queue; null: not said.</summary>
    string? Group { get; }
}

/// <summary>Somebody else answers for the case: a hand-over, which the customer often feels as starting again.</summary>
public interface IReassignsCase : IAssignsCase, IFriction
{
    /// <inheritdoc />
    FrictionKind? IFriction.Friction => FrictionKind.Handover;
}

/// <summary>Work on the case stops until somebody does something.</summary>
public interface IPausesCase : IFriction
{
    /// <summary>Who is waited for: <c>customer</c>, <c>supplier</c>, <c>third-party</c>, …; null: not said.</summary>
    string? WaitingFor { get; }

    /// <summary>Waiting for the customer's own answer is not our friction.</summary>
    FrictionKind? IFriction.Friction =>
        string.Equals(WaitingFor, "customer", StringComparison.OrdinalIgnoreCase) ? null : FrictionKind.Waiting;
}

/// <summary>Work on the case goes on after a pause.</summary>
public interface IResumesCase : IEventBody;

/// <summary>The case was lifted to people with more experience or authority.</summary>
public interface IEscalatesCase : IFriction
{
    /// <inheritdoc />
    FrictionKind? IFriction.Friction => FrictionKind.Escalation;
}

/// <summary>A service level that was agreed for the case was missed.</summary>
public interface IBreachesSla : IFriction
{
    /// <inheritdoc />
    FrictionKind? IFriction.Friction => FrictionKind.SlaBreach;
}

/// <summary>Says the priority that the case has from now on.</summary>
public interface ISetsPriority : IEventBody
{
    /// <summary>The priority in the producer's words; null: not said, the case keeps the one it has.</summary>
    string? Priority { get; }
}

/// <summary>Says the state that the case has from now on.</summary>
public interface ISetsState : IEventBody
{
    /// <summary>The state in the producer's words; null: not said.</summary>
    string? State { get; }
}

/// <summary>
/// Carries a case's id but is no work on it: a decision asked for it, a message about it, a survey after it, a payment for it. Such an
/// event neither opens a case nor breaks the silence on one. In the map of steps it still has its place, unless it is a decision.
/// </summary>
public interface IBesideCase : IEventBody;

/// <summary>Something that the store notes by itself: it did not happen to the customer, and makes nobody look active.</summary>
public interface IOwnRecord : IBesideCase;
