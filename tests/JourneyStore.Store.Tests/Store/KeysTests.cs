using JourneyStore.Engine.Access;
using JourneyStore.Engine.Errors;
using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests.Store;

/// <summary>API keys are shown once, recognised by their secret, and gone when revoked.</summary>
public sealed class KeysTests : StoreTest
{
    [Fact]
    public async Task A_key_is_recognised_by_its_secret_in_every_process()
    {
        var other = await SecondEngineAsync();
        (await Engine.Keys.AnyAsync(Soon)).ShouldBeFalse();
        var made = await Engine.Keys.CreateAsync("crm", Scopes.Ingest | Scopes.Read, Tenant, Soon);
        foreach (var keys in (ApiKeys[])[Engine.Keys, other.Keys])
        {
            (await keys.RecogniseAsync(made.Secret, Soon)).ShouldBe(made.Key);
            (await keys.AnyAsync(Soon)).ShouldBeTrue();
        }
        (made.Key.Name, made.Key.Tenant, made.Key.Scopes, made.Key.CreatedAt, made.Key.RevokedAt).ShouldBe(
            ("crm", Tenant, Scopes.Ingest | Scopes.Read, Time.Now, (DateTimeOffset?)null));
    }

    [Fact]
    public async Task A_secret_that_is_not_quite_right_is_no_key()
    {
        var made = await Engine.Keys.CreateAsync("crm", Scopes.Read, Tenant, Soon);
        foreach (var wrong in (string[])["", made.Key.Id, made.Secret[..^1], made.Secret + "0", made.Secret.ToUpperInvariant(), new string('x', 10_000)])
            (await Engine.Keys.RecogniseAsync(wrong, Soon)).ShouldBeNull();
    }

    [Fact]
    public async Task A_revoked_key_is_gone_here_at_once_and_elsewhere_after_a_few_seconds()
    {
        var other = await SecondEngineAsync();
        var made = await Engine.Keys.CreateAsync("crm", Scopes.Read, Tenant, Soon);
        (await other.Keys.RecogniseAsync(made.Secret, Soon)).ShouldNotBeNull();
        (await Engine.Keys.RevokeAsync(made.Key.Id, Soon)).ShouldBeTrue();
        (await Engine.Keys.RevokeAsync(made.Key.Id, Soon)).ShouldBeFalse();
        (await Engine.Keys.RecogniseAsync(made.Secret, Soon)).ShouldBeNull();
        Time.Advance(TimeSpan.FromSeconds(5));
        (await other.Keys.RecogniseAsync(made.Secret, Soon)).ShouldBeNull();
        (await Engine.Keys.ListAsync(Soon)).ShouldHaveSingleItem().RevokedAt.ShouldBe(Time.Now.AddSeconds(-5));
        (await Engine.Keys.AnyAsync(Soon)).ShouldBeFalse();
    }

    [Fact]
    public async Task They_are_listed_newest_first()
    {
        foreach (var name in (string[])["one", "two", "three"])
        {
            await Engine.Keys.CreateAsync(name, Scopes.Admin, Tenant, Soon);
            Time.Advance(TimeSpan.FromMinutes(1));
        }
        (await Engine.Keys.ListAsync(Soon)).Select(key => key.Name).ShouldBe(["three", "two", "one"]);
    }

    [Fact]
    public async Task A_key_has_a_name_a_tenant_and_a_scope()
    {
        await Should.ThrowAsync<BadParameterException>(() => Engine.Keys.CreateAsync("", Scopes.Read, Tenant, Soon));
        await Should.ThrowAsync<BadParameterException>(() => Engine.Keys.CreateAsync("x", Scopes.None, Tenant, Soon));
        await Should.ThrowAsync<BadParameterException>(() => Engine.Keys.CreateAsync("x", Scopes.Read, "", Soon));
    }
}
