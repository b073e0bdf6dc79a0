namespace JourneyStore.Engine.Reading;

/// <summary>
/// A read model whose answers differ from its rows: a row is kept so that it can be folded and ordered, an answer is for who asks. Numbers that
/// change as time passes
/// are shown as of one moment for all rows. Optional: without it an answer shows the row.
/// </summary>
public interface IShown
{
    /// <summary>What an answer shows of a row; written as JSON in camelCase, enums as lower-case words. Pure.</summary>
    /// <param name="row">The row, of the read model's own class. Not to be changed.</param>
    /// <param name="asOf">The moment for which it is asked.</param>
    object Show(object row, DateTimeOffset asOf);
}
