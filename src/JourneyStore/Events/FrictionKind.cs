namespace JourneyStore.Events;

/// <summary>Kinds of friction; <see cref="FrictionPoints"/> says how heavy each one is.</summary>
public enum FrictionKind
{
    /// <summary>Work stopped for somebody other than the customer.</summary>
    Waiting,

    /// <summary>The case went to somebody else.</summary>
    Handover,

    /// <summary>A settled matter came back.</summary>
    Reopening,

    /// <summary>The matter had to be lifted.</summary>
    Escalation,

    /// <summary>An agreed service level was missed.</summary>
    SlaBreach,

    /// <summary>Something promised was not done.</summary>
    BrokenPromise,

    /// <summary>The customer complained.</summary>
    Complaint,

    /// <summary>A delivery did not arrive.</summary>
    FailedDelivery,

    /// <summary>Something ordered was not there.</summary>
    OutOfStock,

    /// <summary>We cancelled what the customer had ordered.</summary>
    Cancellation,

    /// <summary>The customer sent something back.</summary>
    Return,

    /// <summary>We had to ask for money.</summary>
    PaymentTrouble,

    /// <summary>The customer answered a survey in the lowest two fifths of its scale.</summary>
    LowScore,
}
