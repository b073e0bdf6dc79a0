namespace JourneyStore.Engine.Intake;

/// <summary>The rules of types of identifiers.</summary>
internal static class JoinRules
{
    private static readonly JoinRule Anonymous = new(null, Joins: true, Priority: 0);

    public static JoinRule Of(string type) => type switch
    {
        "crm" => new(1, Joins: true, Priority: 40),
        "email" => new(10, Joins: true, Priority: 30),
        "phone" => new(10, Joins: true, Priority: 20),
        "anonymous" => Anonymous,
        _ => new(null, Joins: true, Priority: 10),
    };
}
