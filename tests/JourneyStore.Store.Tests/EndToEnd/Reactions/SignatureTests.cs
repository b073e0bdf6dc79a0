using System.Text.Json;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Reactions;

/// <summary>What the webhook posts is signed as Standard Webhooks has it: that project's own library for Node.js is the judge.</summary>
public sealed class SignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Another = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    [SkippableFact]
    public async Task The_npm_library_of_Standard_Webhooks_verifies_what_is_posted()
    {
        await using var receiver = await NodeReceiver.StartAsync(Secret);
        var said = await PostAsync(receiver, Secret, "größer, 🎈");
        said.GetProperty("verified").GetBoolean().ShouldBeTrue(said.ToString());
        Guid.TryParse(said.Text("id"), out _).ShouldBeTrue();
        var @event = said.GetProperty("event");
        (@event.Text("type"), @event.GetProperty("data").Text("subject")).ShouldBe(("complaint.filed", "größer, 🎈"));
    }

    [SkippableFact]
    public async Task While_one_secret_takes_the_place_of_another_both_sign()
    {
        await using var receiver = await NodeReceiver.StartAsync(Secret);
        (await PostAsync(receiver, $"{Another} {Secret}", "rotated")).GetProperty("verified").GetBoolean().ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Another_secret_or_none_is_not_verified()
    {
        await using var receiver = await NodeReceiver.StartAsync(Secret);
        (await PostAsync(receiver, Another, "forged")).GetProperty("verified").GetBoolean().ShouldBeFalse();
        (await PostAsync(receiver, null, "unsigned")).GetProperty("verified").GetBoolean().ShouldBeFalse();
    }

    private static async Task<JsonElement> PostAsync(NodeReceiver receiver, string? secret, string subject)
    {
        await using var database = await FreshDatabase.CreateAsync();
        List<(string, string)> settings = [("JOURNEYSTORE_WEBHOOK_URL", receiver.Url)];
        if (secret is not null) settings.Add(("JOURNEYSTORE_WEBHOOK_SECRET", secret));
        await using var service = await JourneyService.StartWithAsync([.. settings], database.ConnectionString, "--dev");
        await service.Client.AppendAsync(new CloudEvent("c-1", "complaint.filed", "crm:7") { Data = JsonSerializer.Serialize(new { subject }) });
        return await receiver.HearAsync();
    }
}
