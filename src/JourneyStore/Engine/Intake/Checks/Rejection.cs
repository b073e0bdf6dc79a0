namespace JourneyStore.Engine.Intake.Checks;

/// <summary>Why an event, or a whole request, is not taken. Bad input is a value: readers answer with this and never throw.</summary>
/// <param name="Code">One of <see cref="RejectionCodes"/>; stable.</param>
/// <param name="Reason">What was expected and what was found, for people.</param>
public readonly record struct Rejection(string Code, string Reason);
