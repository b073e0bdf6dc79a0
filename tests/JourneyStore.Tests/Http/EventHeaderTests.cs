using System.Text;
using JourneyStore.Http;
using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace JourneyStore.Tests.Http;

/// <summary>Headers as clients really write them, octet by octet on a socket.</summary>
public sealed class EventHeaderTests
{
    private const string Plain = "ce-specversion: 1.0\r\nce-id: 1\r\nce-source: /test\r\nce-type: note.added\r\n";

    [Theory]
    [InlineData("Müller, Jörg")]
    [InlineData("100 % Jörg")]
    [InlineData("\"Jörg\" said")]
    public async Task Latin1_as_Node_writes_it_is_what_it_is(string actor) => (await Actor(Encoding.Latin1.GetBytes(actor))).ShouldBe(actor);

    [Theory]
    [InlineData("Müller, Jörg")]
    [InlineData("Łukasz 😀 100 %")]
    [InlineData("東京")]
    public async Task UTF8_as_others_write_it_is_what_it_is(string actor) => (await Actor(Encoding.UTF8.GetBytes(actor))).ShouldBe(actor);

    [Theory]
    [InlineData("M%C3%BCller, J%c3%b6rg", "Müller, Jörg")]
    [InlineData("\"M%C3%BCller\"", "Müller")]
    [InlineData("100 %", "100 %")]
    [InlineData("%", "%")]
    [InlineData("50%25", "50%")]
    public async Task What_is_encoded_as_the_standard_asks_is_decoded_and_a_bare_percent_sign_is_one(string written, string actor) =>
        (await Actor(Encoding.ASCII.GetBytes(written))).ShouldBe(actor);

    [Fact]
    public async Task Both_ways_may_stand_in_one_header() => (await Actor([.. Encoding.Latin1.GetBytes("Jörg "), .. "%C3%BC"u8])).ShouldBe("Jörg ü");

    [Fact]
    public async Task Octets_that_a_text_may_not_have_are_answered_and_named()
    {
        await using var host = await ProtocolHost.StartAsync();
        (await host.SendRawAsync(Request([(byte)'a', 0x93, (byte)'b']))).ShouldContain("actor has the control character U+0093");
        host.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_attribute_may_come_so()
    {
        await using var host = await ProtocolHost.StartAsync();
        var head = $"POST /v1/events HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n{Plain}CE-Customer: crm:Jörg\r\nce-activity: Prüfung\r\nce-extra: für dich\r\n\r\n";
        (await host.SendRawAsync(Encoding.Latin1.GetBytes(head))).ShouldStartWith("HTTP/1.1 200");
        var taken = host.Taken.Single();
        (taken.Customer.Single().Value, taken.Activity, taken.Extensions!["extra"]).ShouldBe(("Jörg", "Prüfung", "\"für dich\""));
    }

    [Fact]
    public void Other_headers_are_read_as_the_application_says()
    {
        var kestrel = new KestrelServerOptions { RequestHeaderEncodingSelector = name => name == "x-old" ? Encoding.ASCII : null };
        kestrel.TakeEventHeadersAsTheyCome().TakeEventHeadersAsTheyCome();
        kestrel.RequestHeaderEncodingSelector("ce-actor").ShouldBe(Encoding.Latin1);
        kestrel.RequestHeaderEncodingSelector("CE-ACTOR").ShouldBe(Encoding.Latin1);
        kestrel.RequestHeaderEncodingSelector("x-old").ShouldBe(Encoding.ASCII);
        var other = kestrel.RequestHeaderEncodingSelector("user-agent").ShouldNotBeNull();
        foreach (var text in (string[])["Müller", "東京 😀", "plain", ""]) other.GetString(Encoding.UTF8.GetBytes(text)).ShouldBe(text, "as Kestrel reads it");
        other.GetString(Encoding.Latin1.GetBytes("Müller")).ShouldBe("Müller", "which Kestrel refuses");
    }

    [Theory]
    [InlineData("User-Agent")]
    [InlineData("X-Sender")]
    [InlineData("Referer")]
    public async Task An_event_is_not_lost_because_another_header_is_no_UTF8(string header)
    {
        await using var host = await ProtocolHost.StartAsync();
        var head = $"POST /v1/events HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n{Plain}ce-actor: Jörg\r\n{header}: Müller CRM/1.0\r\n\r\n";
        (await host.SendRawAsync(Encoding.Latin1.GetBytes(head))).ShouldStartWith("HTTP/1.1 200");
        host.Taken.Single().Actor.ShouldBe("Jörg");
    }

    [Fact]
    public async Task An_application_that_has_its_own_way_with_headers_keeps_it()
    {
        await using var host = await ProtocolHost.StartAsync(
            builder => builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.RequestHeaderEncodingSelector = _ => Encoding.UTF8));
        (await host.SendRawAsync(Request(Encoding.Latin1.GetBytes("Jörg")))).ShouldStartWith("HTTP/1.1 200");
        host.Taken.Single().Actor.ShouldBe("Jörg");
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("J\u00c3\u00b6rg", "Jörg")]
    [InlineData("Jörg", "Jörg")]
    [InlineData("東\u00c3\u00b6", "東\u00c3\u00b6")]
    public void What_was_decoded_already_stays(string value, string read) => HeaderOctets.Read(value).ShouldBe(read);

    private static async Task<string?> Actor(byte[] written)
    {
        await using var host = await ProtocolHost.StartAsync();
        (await host.SendRawAsync(Request(written))).ShouldStartWith("HTTP/1.1 200");
        return host.Taken.Single().Actor;
    }

    private static byte[] Request(byte[] actor) =>
    [
        .. Encoding.ASCII.GetBytes($"POST /v1/events HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n{Plain}ce-actor: "), .. actor, .. "\r\n\r\n"u8,
    ];
}
