namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>
/// After how many of a customer's events, in the order they occurred, checkpoints are kept: every so many events at first, and the further behind the
/// newest event the further apart. Between two neighbours lie at most 2 / <paramref name="each"/> of what lies behind them, and their number grows
/// with the logarithm of the history.
/// </summary>
/// <param name="distance">Events between the newest ones.</param>
/// <param name="each">How many are kept at each distance before it doubles; from 2.</param>
internal sealed class CheckpointSpacing(int distance, int each)
{
    /// <summary>Events between the newest checkpoints.</summary>
    public int Distance => distance;

    /// <summary>How many are kept at each distance.</summary>
    public int Each => each;

    /// <summary>Whether one is kept there.</summary>
    /// <param name="events">How many events it has.</param>
    /// <param name="total">How many the customer has.</param>
    public bool Wants(long events, long total)
    {
        if (events <= 0 || events > total || events % distance != 0) return false;
        var (place, newest) = (events / distance, total / distance);
        return newest - place < each * (place & -place);
    }

    /// <summary>Whether it is time to take away those that are not kept any more: now and then, since a few more do no harm.</summary>
    public bool ThinsAt(long events) => events / distance % Math.Max(1, each / 4) == 0;

    /// <summary>How many are kept.</summary>
    public long Count(long total)
    {
        var (newest, count) = (total / distance, 0L);
        // Of each distance those that the one before does not reach.
        for (long step = 1, reached = newest; reached > 0; step *= 2)
        {
            var next = Math.Max(0, newest - each * step);
            count += reached / step - next / step;
            reached = next;
        }
        return count;
    }

    /// <summary>True for a checkpoint of <paramref name="events"/> that is not kept, as an expression.</summary>
    public static string IsNotKept(string events, string total, string distance, string each) =>
        $"({total} / {distance} - {events} / {distance} >= {each} * ({events} / {distance} & -({events} / {distance})))";
}
