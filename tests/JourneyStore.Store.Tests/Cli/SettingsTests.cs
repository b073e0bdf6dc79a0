using JourneyStore.Cli.Composition;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Identity;
using JourneyStore.Hosting;
using JourneyStore.Reactions;
using Microsoft.Extensions.Configuration;

namespace JourneyStore.Store.Tests.Cli;

public sealed class SettingsTests
{
    [Fact]
    public void With_nothing_said_the_embedded_server_is_used_and_the_usual_address()
    {
        var settings = Settings.From(new ConfigurationBuilder().Build());

        settings.Database.ShouldBeNull();
        settings.DataFolder.ShouldBeNull();
        settings.OtlpEndpoint.ShouldBeNull();
        settings.Urls.ShouldBe(["http://127.0.0.1:5080"]);
    }

    [Fact]
    public void An_empty_value_counts_as_none_and_addresses_are_split()
    {
        var settings = Settings.From(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [Settings.DatabaseName] = " ",
            [Settings.UrlsName] = "http://127.0.0.1:1; http://127.0.0.1:2 ;",
        }).Build());

        settings.Database.ShouldBeNull();
        settings.Urls.ShouldBe(["http://127.0.0.1:1", "http://127.0.0.1:2"]);
    }

    [Fact]
    public void Without_an_address_there_is_no_webhook_and_an_address_that_is_none_is_refused_without_telling_it()
    {
        static Settings With(string url, string types = "", string secret = "") => Settings.From(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                [Settings.WebhookUrlName] = url, [Settings.WebhookTypesName] = types, [Settings.WebhookSecretName] = secret,
            }).Build());

        With(" ").Webhook.Address.ShouldBeNull();
        Wanted(With(" ")).ShouldBeEmpty();
        Wanted(With("https://hooks.example.org/x")).ShouldBe(["complaint.filed", "sla.breached", "ticket.escalated"]);
        Wanted(With("http://127.0.0.1:1", "order.placed, ,sla.breached,")).ShouldBe(["order.placed", "sla.breached"]);
        With("http://127.0.0.1:1", secret: " whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw ").Webhook.Problem.ShouldBeNull();
        foreach (var bad in (string[])["secret", "ftp://secret", "/secret"])
            Should.Throw<UsageException>(() => With(bad)).Message.ShouldSatisfyAllConditions(
                said => said.ShouldContain(Settings.WebhookUrlName), said => said.ShouldNotContain("secret"));

        foreach (var bad in (string[])["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw whsec_"])
            Should.Throw<UsageException>(() => With("http://127.0.0.1:1", secret: bad)).Message.ShouldSatisfyAllConditions(
                said => said.ShouldContain(Settings.WebhookSecretName), said => said.ShouldNotContain("whsec_secret"),
                said => said.ShouldNotContain("MfKQ"));

        static IReadOnlyList<string> Wanted(Settings settings) => new Webhook(settings.Webhook, TimeProvider.System).Types;
    }

    [Fact]
    public void The_queue_has_a_size_and_a_patience_and_what_is_no_number_is_refused_by_name()
    {
        static Settings With(string name, string value) => Settings.From(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [name] = value }).Build());

        With(Settings.QueueEventsName, "500").Intake.MaxWaitingEvents.ShouldBe(500);
        With(Settings.QueueSecondsName, "3").Intake.MaxWait.ShouldBe(TimeSpan.FromSeconds(3));
        With(Settings.QueueSecondsName, "").Intake.MaxWait.ShouldBe(TimeSpan.FromSeconds(10));
        foreach (var name in new[] { Settings.QueueEventsName, Settings.QueueSecondsName })
            foreach (var value in new[] { "0", "-1", "many", "99999999999" })
                Should.Throw<UsageException>(() => With(name, value)).Message.ShouldContain(name);
    }

    [Fact]
    public void Rules_of_identifiers_are_the_built_in_ones_unless_a_file_or_a_region_is_named()
    {
        static Settings With(string file, string region) => Settings.From(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { [JourneyOptions.IdentityName] = file, [JourneyOptions.PhoneRegionName] = region }).Build());

        With(" ", "").Identity.ShouldBeSameAs(IdentityRules.Default);
        With("", " DE ").Identity.PhoneRegion.ShouldBe("DE");
        Should.Throw<StoreException>(() => With("", "Germany")).Message.ShouldContain("JOURNEYSTORE_PHONE_REGION is a region, two capital letters");
        Should.Throw<StoreException>(() => With("/nowhere/identity.json", "")).Message.ShouldContain("/nowhere/identity.json");
    }

    [Fact]
    public void A_flag_wins_over_the_environment()
    {
        Environment.SetEnvironmentVariable(Settings.UrlsName, "http://127.0.0.1:1");
        try
        {
            Settings.Read(CommandLine.Root().Parse("serve --urls http://127.0.0.1:2")).Urls.ShouldBe(["http://127.0.0.1:2"]);
            Settings.Read(CommandLine.Root().Parse("serve")).Urls.ShouldBe(["http://127.0.0.1:1"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Settings.UrlsName, null);
        }
    }
}
