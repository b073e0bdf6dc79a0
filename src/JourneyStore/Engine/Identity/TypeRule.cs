using JourneyStore.Events;

namespace JourneyStore.Engine.Identity;

/// <summary>What a file, or the library, says of a type of identifiers. What is absent is said elsewhere.</summary>
internal sealed record TypeRule
{
    /// <summary>How many one customer has at most; 0: any number; null: not said.</summary>
    public int? Most { get; init; }

    public bool? Joins { get; init; }

    public int? Priority { get; init; }

    /// <summary>Values that name nobody, as written.</summary>
    public IReadOnlyList<string> Blocked { get; init; } = [];

    /// <summary>Values that name somebody though they would be blocked, as written.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>What is said of every type that has nothing else said of it.</summary>
    public static IReadOnlyDictionary<string, TypeRule> BuiltIn { get; } = new Dictionary<string, TypeRule>
    {
        [IdentityRules.EveryType] = new()
        {
            Most = 0, Joins = true, Priority = 10,
            Blocked =
            [
                // What programs write where nothing is.
                "unknown", "undefined", "null", "nil", "none", "nothing", "n/a", "n.a.", "#n/a", "na", "nan", "void", "empty", "blank", "missing",
                "not set", "not available", "not provided", "not applicable", "not authenticated", "not_authenticated", "(not set)", "(null)", "<null>",
                "[null]", "\\n", "true", "false", "[object object]", "system.object",
                // Whoever is not signed in.
                "anonymous", "anonym", "anon", "guest", "visitor", "nobody", "noname",
                // Names of fields in place of their values, and what is typed to try something.
                "id", "uuid", "guid", "user", "userid", "user_id", "customer", "customerid", "customer_id", "distinct_id", "distinctid", "email", "phone", "default",
                "test", "tester", "testing", "test user", "dummy", "example", "xxx", "asdf",
            ],
        },
        ["crm"] = new() { Most = 1, Priority = 40 },
        [IdentifierForm.Email] = new()
        {
            Most = 10, Priority = 30,
            Blocked =
            [
                // At whatever domain: nobody reads what is sent there, or it is a program.
                "noreply@", "no-reply@", "no_reply@", "no.reply@", "donotreply@", "do-not-reply@", "do_not_reply@", "noemail@", "no-email@", "nomail@", "no-mail@",
                "mailer-daemon@", "bounce@", "bounces@", "nobody@", "none@", "null@", "undefined@", "unknown@", "anonymous@",
                // What is typed where an address is asked for and none is meant to be given.
                "test@test", "test@test.com", "test@test.de", "test@test.org", "test@test.net", "test@testing.com", "test@example.com", "test@example.org",
                "test@example.net", "test@gmail.com", "test@mail.com", "test@email.com", "tester@test.com", "testing@test.com", "example@example.com",
                "email@example.com", "mail@example.com", "user@example.com", "name@example.com", "email@email.com", "mail@mail.com", "name@email.com",
                "name@domain.com", "user@domain.com", "email@domain.com", "you@example.com", "your@email.com", "youremail@example.com", "a@a.com", "a@a.de",
                "a@b.c", "a@b.com", "a@b.de", "b@b.com", "aa@aa.com", "aaa@aaa.com", "abc@abc.com", "x@x.com", "x@y.z", "xx@xx.com", "xxx@xxx.com",
                "asd@asd.com", "asdf@asdf.com", "qwe@qwe.com", "foo@bar.com", "foo@foo.com", "no@no.com", "na@na.com", "1@1.com", "123@123.com",
            ],
        },
        [IdentifierForm.Phone] = new()
        {
            Most = 10, Priority = 20,
            Blocked =
            [
                "123456", "1234567", "12345678", "123456789", "1234567890", "0123456789", "1111111111", "9999999999", "+1234567890", "+10000000000",
                "+490000000000", "+491234567890", "+11111111111", "+19999999999",
            ],
        },
        ["anonymous"] = new() { Most = 200, Priority = 0 },
    };
}
