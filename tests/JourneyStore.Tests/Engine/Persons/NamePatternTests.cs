using JourneyStore.Engine.Persons;

namespace JourneyStore.Tests.Engine.Persons;

/// <summary>When a text names a person, and when it names somebody else.</summary>
public sealed class NamePatternTests
{
    private static readonly NamePattern Ann = NamePattern.Of([], ["email:ann@x.org", "crm:1", "phone:+49171555", "note:a%3Ab%25c d"]);

    [Theory]
    [InlineData("ann@x.org")]
    [InlineData("mail of Ann@X.org.")]
    [InlineData("\"email:ann@x.org\"")]
    [InlineData("(ann@x.org)")]
    [InlineData("see crm:1, please")]
    [InlineData("called +49171555 twice")]
    [InlineData("a:b%c d")]
    public void It_does(string text) => Ann.Names(text).ShouldBeTrue();

    [Theory]
    [InlineData("joann@x.org")]
    [InlineData("mary.ann@x.org")]
    [InlineData("ann@x.organic")]
    [InlineData("ann@x.org.uk")]
    [InlineData("crm:12")]
    [InlineData("xcrm:1")]
    [InlineData("1")]
    [InlineData("+491715550")]
    [InlineData("")]
    public void It_does_not(string text) => Ann.Names(text).ShouldBeFalse();

    [Fact]
    public void Somebody_without_a_name_is_named_nowhere()
    {
        var nobody = NamePattern.Of([], []);
        nobody.Names("anything").ShouldBeFalse();
        nobody.Names("").ShouldBeFalse();
        nobody.Without("anything").ShouldBe("anything");
    }
}
