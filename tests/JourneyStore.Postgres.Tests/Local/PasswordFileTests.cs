using JourneyStore.Postgres.Local;

namespace JourneyStore.Postgres.Tests.Local;

public sealed class PasswordFileTests
{
    private static readonly string[] Lines =
    [
        "root:x:0:0:root:/root:/bin/bash", "postgresql:x:7:7::/:/bin/sh", "# postgres:x:8:8", "postgres:x:101:104:PostgreSQL administrator:/var/lib/postgresql:/bin/bash", "torn:x:1",
        "odd:x:-2:nogroup::/:",
    ];

    [Fact]
    public void It_knows_the_numbers_of_an_account_and_of_its_group() => PasswordFile.Find("postgres", Lines).ShouldBe(("101", "104"));

    [Theory]
    [InlineData("postgre")]
    [InlineData("torn")]
    [InlineData("odd")]
    [InlineData("")]
    public void What_it_does_not_hold_in_full_is_left_to_be_asked_for(string name) => PasswordFile.Find(name, Lines).ShouldBeNull();

    [SkippableFact]
    public void It_says_what_the_system_says()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "reads Linux's list of accounts");
        PasswordFile.Find("root").ShouldBe(("0", "0"));
    }
}
