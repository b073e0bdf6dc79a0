namespace JourneyStore.Events.Contacts;

/// <summary>The customer came to us: a call, a new ticket, a complaint.</summary>
public interface IInboundContact : IEventBody;

/// <summary>We went to the customer: a campaign, a newsletter, a service message.</summary>
public interface IOutboundContact : IEventBody
{
    /// <summary>The campaign it belongs to; null: none.</summary>
    string? Campaign { get; }
}

/// <summary>The customer said how good it was.</summary>
public interface IRates : IEventBody
{
    /// <summary>The mark given, 0 to <see cref="Scale"/>.</summary>
    double Score { get; }

    /// <summary>The best mark there is, above 0.</summary>
    double Scale { get; }
}

/// <summary>The customer complained.</summary>
public interface IComplaint : IInboundContact, IFriction
{
    /// <inheritdoc />
    FrictionKind? IFriction.Friction => FrictionKind.Complaint;
}
