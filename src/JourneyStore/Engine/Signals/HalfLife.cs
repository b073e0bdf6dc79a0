namespace JourneyStore.Engine.Signals;

/// <summary>
/// Exponential decay: what weighs 1 now weighs 2^(−t/h) after a time t, h being the half-life (the law of radioactive decay, N(t) =
/// N₀·2^(−t/h)). A sum that decays as a whole needs no list of its parts, and two sums that decay by one half-life keep their order for
/// ever. That is why log₂(score) + t/h ranks scores that were taken at different times: it is the score's logarithm, brought forward
/// to one common moment (Cormode, Shkapenyuk, Srivastava and Xu, "Forward decay", ICDE 2009).
/// </summary>
/// <param name="Time">The half-life, above zero.</param>
public readonly record struct HalfLife(TimeSpan Time)
{
    /// <summary>What is left, from 1 down to 0, after a time; 1 for a time below zero.</summary>
    public double Left(TimeSpan after) => after <= TimeSpan.Zero ? 1 : Math.Pow(2, -(after / Time));

    /// <summary>What is left of a weight after the time between two moments.</summary>
    public double Left(double weight, DateTimeOffset from, DateTimeOffset to) => weight * Left(to - from);

    /// <summary>
    /// A number that orders scores taken at different moments as they would stand at any one moment: log₂(score) + moment / half-life,
    /// the moment counted from 1970-01-01.
    /// </summary>
    /// <param name="score">Above zero.</param>
    /// <param name="at">When the score stood at that value.</param>
    public double Rank(double score, DateTimeOffset at) => Math.Log2(score) + (at - DateTimeOffset.UnixEpoch) / Time;

    /// <summary>
    /// The score at a moment of which <see cref="Rank"/> made a number: of two ranks the higher one gives the higher score, whichever moment is
    /// asked for.
    /// </summary>
    /// <param name="rank">The rank.</param>
    /// <param name="at">The moment.</param>
    public double Score(double rank, DateTimeOffset at) => Math.Pow(2, rank - (at - DateTimeOffset.UnixEpoch) / Time);
}
