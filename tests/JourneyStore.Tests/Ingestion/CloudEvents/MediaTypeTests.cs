using JourneyStore.Ingestion.CloudEvents;

namespace JourneyStore.Tests.Ingestion.CloudEvents;

public class MediaTypeTests
{
    [Theory]
    [InlineData("application/json", "application/json", null, true)]
    [InlineData("Application/JSON ; Charset=\"UTF-8\"", "application/json", "utf-8", true)]
    [InlineData("application/ld+json;profile=\"a;b\\\"c\";q=1", "application/ld+json", null, true)]
    [InlineData("text/plain;charset=iso-8859-1;", "text/plain", "iso-8859-1", false)]
    [InlineData("application/json5", "application/json5", null, false)]
    public void Reads_the_type_and_its_charset(string text, string essence, string? charset, bool isJson)
    {
        MediaType.TryParse(text, out var mediaType).ShouldBeTrue();
        (mediaType.Essence, mediaType.Charset, mediaType.IsJson).ShouldBe((essence, charset, isJson));
    }

    [Theory]
    [InlineData("")]
    [InlineData("xyz")]
    [InlineData("/json")]
    [InlineData("application/")]
    [InlineData("application/js on")]
    [InlineData("a/b/c")]
    [InlineData("a/b;x")]
    [InlineData("a/b;x=")]
    [InlineData("a/b;x=\"open")]
    [InlineData("a/b;x=1 y=2")]
    public void Refuses_what_is_no_media_type(string text) => MediaType.TryParse(text, out _).ShouldBeFalse();
}
