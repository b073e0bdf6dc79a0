using System.Diagnostics;
using System.Text;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Ingestion;

namespace JourneyStore.Tests.Engine.Intake.Checks;

public class DataCheckTests
{
    [Theory]
    [InlineData("null")]
    [InlineData(" 5 ")]
    [InlineData("{}")]
    [InlineData("""{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}""")]
    [InlineData("\"\\ud83d\\ude00 \\\\u0000\"")]
    [InlineData("1.5e-1000")]
    [InlineData("-0.0E+5")]
    public void Keeps_what_can_be_read_back(string json) => DataCheck.Check(Encoding.UTF8.GetBytes(json)).ShouldBeNull();

    [Theory]
    [InlineData("", RejectionCodes.BadJson)]
    [InlineData("{\"a\":1,}", RejectionCodes.BadJson)]
    [InlineData("1 2", RejectionCodes.BadJson)]
    [InlineData("NaN", RejectionCodes.BadJson)]
    [InlineData("// x\n1", RejectionCodes.BadJson)]
    [InlineData("\"\\u0000\"", RejectionCodes.DataNul)]
    [InlineData("{\"\\u0000\":1}", RejectionCodes.DataNul)]
    [InlineData("\"\\ud800x\"", RejectionCodes.DataLoneSurrogate)]
    [InlineData("\"\\ud800\\ud800\"", RejectionCodes.DataLoneSurrogate)]
    [InlineData("\"\\ud800\\n1234\"", RejectionCodes.DataLoneSurrogate)]
    [InlineData("[\"\\udc00\"]", RejectionCodes.DataLoneSurrogate)]
    [InlineData("1e1001", RejectionCodes.DataBadNumber)]
    [InlineData("[1E-99999999999999999999]", RejectionCodes.DataBadNumber)]
    [InlineData("""{"a":1,"b":2,"a":3}""", RejectionCodes.DataDuplicateKey)]
    [InlineData("""[{"x":{"é":1,"\u00e9":2}}]""", RejectionCodes.DataDuplicateKey)]
    public void Refuses_what_cannot(string json, string code) => DataCheck.Check(Encoding.UTF8.GetBytes(json))!.Value.Code.ShouldBe(code);

    [Fact]
    public void Depth_60_is_kept_and_61_is_not()
    {
        DataCheck.Check(Encoding.UTF8.GetBytes(new string('[', 60) + new string(']', 60))).ShouldBeNull();
        DataCheck.Check(Encoding.UTF8.GetBytes(new string('[', 61) + new string(']', 61)))!.Value.Code.ShouldBe(RejectionCodes.DataTooDeep);
        DataCheck.Check(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 61)) + "1"
            + new string('}', 61)))!.Value.Code.ShouldBe(RejectionCodes.DataTooDeep);
    }

    [Fact]
    public void Digits_have_a_limit()
    {
        DataCheck.Check(Encoding.UTF8.GetBytes(new string('9', 1000))).ShouldBeNull();
        DataCheck.Check(Encoding.UTF8.GetBytes(new string('9', 1001)))!.Value.Code.ShouldBe(RejectionCodes.DataBadNumber);
    }

    [Fact]
    public void Numbers_that_grow_when_they_are_written_out_have_a_limit_together()
    {
        DataCheck.Check(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("1e1000", 60))}]")).ShouldBeNull();
        foreach (var grows in new[] { "1e1000", "1E+1000", "1e-1000" })
            DataCheck.Check(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(grows, 70))}]"))!.Value.Code.ShouldBe(RejectionCodes.DataBadNumber);
    }

    [Fact]
    public void Many_keys_cost_no_more_than_their_length()
    {
        var json = Encoding.UTF8.GetBytes("{" + string.Join(",", Enumerable.Range(0, 40_000).Select(i => $"\"k{i}\":{i}")) + "}");
        var clock = Stopwatch.StartNew();
        DataCheck.Check(json).ShouldBeNull();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));

        var twice = Encoding.UTF8.GetBytes("{" + string.Join(",", Enumerable.Range(0, 40_000).Select(i => $"\"k{i}\":{i}")) + ",\"k17\":1}");
        DataCheck.Check(twice)!.Value.Code.ShouldBe(RejectionCodes.DataDuplicateKey);
    }

    [Fact]
    public void Keys_are_compared_within_their_own_object_only()
    {
        var inner = "{" + string.Join(",", Enumerable.Range(0, 30).Select(i => $"\"k{i}\":1")) + "}";
        DataCheck.Check(Encoding.UTF8.GetBytes($$"""{"k1":{{inner}},"k2":{{inner}},"k3":[{{inner}},{{inner}}]}""")).ShouldBeNull();
        DataCheck.Check(Encoding.UTF8.GetBytes($$"""{"k1":{{inner}},"k2":{{inner}},"k1":1}"""))!.Value.Code.ShouldBe(RejectionCodes.DataDuplicateKey);
    }

    [Fact]
    public void Octets_that_are_not_UTF8_are_refused() =>
        DataCheck.Check([(byte)'"', 0xC3, 0x28, (byte)'"'])!.Value.Code.ShouldBe(RejectionCodes.BadUtf8);
}
