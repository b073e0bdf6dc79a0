namespace JourneyStore.Events;

/// <summary>
/// The form in which identifiers are compared, when an event is bound and when a customer is looked up: two that have one form name one customer. An
/// event keeps its identifiers as they came; a customer is listed under their form. It is a pure function of the identifier and the region, and
/// the form of a form is itself.
/// <list type="bullet">
/// <item>Every type: without padding (<see cref="Padding"/>), in Unicode's normal form C: a letter with its accent is one letter, however it was
/// typed.</item>
/// <item><c>email</c>: without case, the part before the @ included, as practically every mail server reads it.</item>
/// <item>
/// <c>phone</c>: as E.164 where it can be read, by the numbering plans of the world: an international number that begins with <c>+</c> or
/// <c>00</c> (in whatever it is grouped, with digits of any script, after <c>tel:</c>, without the zero that is dialled at home only, in parentheses
/// or not), and with a default region a number without its country that is valid there. What no plan knows is compared as <c>+</c> and 7 to 15
/// digits when it is international, else as it is written: a number without its country can be anybody's, and one with letters or an extension is
/// none that is dialled.
/// </item>
/// <item>Every other type: with case, exactly. <c>id</c>, our own, as it is.</item>
/// </list>
/// </summary>
public sealed class IdentifierForm
{
    /// <summary>The type of addresses of mail.</summary>
    public const string Email = "email";

    /// <summary>The type of telephone numbers.</summary>
    public const string Phone = "phone";

    private readonly PhoneForm phones;

    /// <param name="phoneRegion">Country of telephone numbers that do not say it, two capital letters of ISO 3166 such as <c>DE</c>; null: they are
    /// compared as they are written.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such region.</exception>
    public IdentifierForm(string? phoneRegion)
    {
        if (phoneRegion is not null && !IsRegion(phoneRegion))
            throw new ArgumentOutOfRangeException(nameof(phoneRegion), phoneRegion, "A region is two capital letters of ISO 3166, such as DE.");
        (PhoneRegion, phones) = (phoneRegion, new PhoneForm(phoneRegion));
    }

    /// <summary>Country of telephone numbers that do not say it; null: none.</summary>
    public string? PhoneRegion { get; }

    /// <summary>Whether a text is a region whose numbering plan is known: two capital letters of ISO 3166, such as <c>DE</c>.</summary>
    public static bool IsRegion(string text) => NumberingPlans.Know(text);

    /// <summary>The identifier in the form in which it is compared; itself when it is in that form.</summary>
    public Identifier Of(Identifier identifier)
    {
        var value = identifier.Type switch
        {
            Identifier.OwnType => identifier.Value,
            // Composed before as well: an İ with a dot below has a small letter only as the letter that the two make.
            Email => ComposedText.Of(ComposedText.Of(Padding.Strip(identifier.Value) ?? identifier.Value).ToLowerInvariant()),
            Phone => phones.Of(ComposedText.Of(Padding.Strip(identifier.Value) ?? identifier.Value)),
            _ => ComposedText.Of(Padding.Strip(identifier.Value) ?? identifier.Value),
        };
        return ReferenceEquals(value, identifier.Value) || value == identifier.Value ? identifier : identifier with { Value = value };
    }
}
