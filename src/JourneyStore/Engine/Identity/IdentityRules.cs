using System.Collections.Frozen;
using System.Text;
using JourneyStore.Engine.Errors;
using JourneyStore.Events;

namespace JourneyStore.Engine.Identity;

/// <summary>
/// The rules by which identifiers name customers: in which form they are compared, which values name nobody, and what each type is good for. They
/// do not change; all processes of a store have the same. What is bound stays bound under the form of its day: other rules hold for what comes after.
/// </summary>
/// <remarks>
/// <para>As JSON: an object of types, <c>"*"</c> for all that have no word of their own, each with</para>
/// <list type="bullet">
/// <item><c>most</c>: how many of them one customer has at most, 1 to 100,000; <c>null</c>: any number. Built in: <c>crm</c> 1, <c>email</c> and
/// <c>phone</c> 10, <c>anonymous</c> 200, others any number.</item>
/// <item><c>joins</c>: whether one may join two customers. Built in: <c>true</c>.</item>
/// <item><c>priority</c>: of identifiers that name different customers, the one with the highest tells whose an event is, −1,000 to 1,000. Built
/// in: <c>crm</c> 40, <c>email</c> 30, <c>phone</c> 20, others 10, <c>anonymous</c> 0.</item>
/// <item><c>blocked</c>: more values that name nobody; those of <c>"*"</c> in every type. They are compared without case and blanks;
/// <c>noreply@</c> is that name at whatever domain, <c>@example.net</c> everybody there.</item>
/// <item><c>allowed</c>: values that name somebody though they would be blocked.</item>
/// </list>
/// <para>What a file does not say of a type is as built in, and as <c>"*"</c> says where nothing is built in. Comments and trailing commas are
/// allowed.</para>
/// </remarks>
public sealed class IdentityRules
{
    /// <summary>The entry for types that have no word of their own.</summary>
    public const string EveryType = "*";

    private readonly IReadOnlyDictionary<string, TypeRule> said;
    private readonly IdentifierForm form;
    private readonly FrozenDictionary<string, (IdentifierRule Rule, Lazy<BlockedValues> Blocked)> types;
    private readonly (IdentifierRule Rule, Lazy<BlockedValues> Blocked) every;

    private IdentityRules(IReadOnlyDictionary<string, TypeRule> said, string? phoneRegion)
    {
        (this.said, form) = (said, new IdentifierForm(phoneRegion));
        every = Of(EveryType);
        types = TypeRule.BuiltIn.Keys.Union(said.Keys).Where(type => type != EveryType).ToFrozenDictionary(type => type, Of, StringComparer.Ordinal);

        // Numbering plans are read when the first number comes, and by no process that meets none.
        (IdentifierRule, Lazy<BlockedValues>) Of(string type) => (RuleOf(type), new Lazy<BlockedValues>(() => BlockedOf(type)));
    }

    /// <summary>The built-in rules, without a region of telephone numbers.</summary>
    public static IdentityRules Default { get; } = new(new Dictionary<string, TypeRule>(), null);

    /// <summary>Country of telephone numbers that do not say it, two capital letters of ISO 3166 such as <c>DE</c>; null, the default: they are
    /// compared as they are written.</summary>
    public string? PhoneRegion => form.PhoneRegion;

    /// <summary>Reads rules.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="phoneRegion">See <see cref="PhoneRegion"/>.</param>
    /// <exception cref="StoreException">Code <c>bad-identity-rules</c>: they cannot be used; the message says in which line and why.</exception>
    public static IdentityRules Read(string json, string? phoneRegion = null) =>
        new(IdentityRulesReader.Read(Encoding.UTF8.GetBytes(json), "identity rules"), Region(phoneRegion));

    /// <summary>Reads rules from a file.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="phoneRegion">See <see cref="PhoneRegion"/>.</param>
    /// <exception cref="StoreException">Code <c>bad-identity-rules</c>: they cannot be used, or the file cannot be read; the message says where and
    /// why.</exception>
    public static IdentityRules ReadFile(string path, string? phoneRegion = null)
    {
        byte[] json;
        try
        {
            json = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StoreException(Code, $"A file of identity rules was expected, and '{path}' cannot be read: {exception.Message}", exception);
        }
        return new IdentityRules(IdentityRulesReader.Read(json, $"'{path}'"), Region(phoneRegion));
    }

    /// <summary>The same rules with another region of telephone numbers.</summary>
    /// <param name="phoneRegion">See <see cref="PhoneRegion"/>.</param>
    /// <exception cref="StoreException">Code <c>bad-identity-rules</c>: no such region.</exception>
    public IdentityRules InRegion(string? phoneRegion) => phoneRegion == PhoneRegion ? this : new IdentityRules(said, Region(phoneRegion));

    /// <summary>What a type of identifiers is good for.</summary>
    /// <param name="type">The type.</param>
    public IdentifierRule Of(string type) => types.TryGetValue(type, out var own) ? own.Rule : every.Rule;

    /// <summary>The identifier in the form in which it is compared (<see cref="IdentifierForm"/>).</summary>
    /// <param name="identifier">The identifier, as it came.</param>
    public Identifier Form(Identifier identifier) => form.Of(identifier);

    /// <summary>Whether an identifier names nobody. Our own id never is.</summary>
    /// <param name="identifier">The identifier, as it came.</param>
    public bool IsBlocked(Identifier identifier) => NameOf(identifier) is null;

    /// <summary>By what an identifier, as it came, names a customer: its form; null: it is blocked.</summary>
    internal Identifier? NameOf(Identifier identifier)
    {
        if (identifier.Type == Identifier.OwnType) return identifier;
        var formed = form.Of(identifier);
        return (types.TryGetValue(identifier.Type, out var own) ? own : every).Blocked.Value.Have(formed.Value) ? null : formed;
    }

    /// <summary>The stable code of rules that cannot be used.</summary>
    internal const string Code = "bad-identity-rules";

    private static string? Region(string? phoneRegion) => phoneRegion is null || IdentifierForm.IsRegion(phoneRegion)
        ? phoneRegion
        : throw new StoreException(
            Code, $"A region of telephone numbers was expected, two capital letters of ISO 3166 such as DE, found '{phoneRegion}'.");

    private IdentifierRule RuleOf(string type)
    {
        TypeRule?[] nearest =
            [said.GetValueOrDefault(type), TypeRule.BuiltIn.GetValueOrDefault(type), said.GetValueOrDefault(EveryType), TypeRule.BuiltIn[EveryType]];
        var most = nearest.First(one => one?.Most is not null)!.Most!.Value;
        return new IdentifierRule(
            most == 0 ? null : most, nearest.First(one => one?.Joins is not null)!.Joins!.Value,
            nearest.First(one => one?.Priority is not null)!.Priority!.Value);
    }

    // The nearer word holds: a type's over that of every type, a file's over what is built in.
    private BlockedValues BlockedOf(string type)
    {
        var (blocked, allowed) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        string[] names = type == EveryType ? [EveryType] : [EveryType, type];
        foreach (var rules in (IReadOnlyDictionary<string, TypeRule>[])[TypeRule.BuiltIn, said])
            foreach (var rule in names.Select(rules.GetValueOrDefault).OfType<TypeRule>())
            {
                string[] more = [.. rule.Blocked.Select(Compared)];
                string[] less = [.. rule.Allowed.Select(Compared)];
                blocked.UnionWith(more);
                allowed.ExceptWith(more);
                blocked.ExceptWith(less);
                allowed.UnionWith(less);
            }
        return new BlockedValues(blocked, allowed);

        string Compared(string value) => BlockedValues.Bare(form.Of(new Identifier(type, value)).Value);
    }
}
