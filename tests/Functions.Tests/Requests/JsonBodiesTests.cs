using System.Text;
using System.Text.Json;
using CsCheck;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Tests.Requests;

/// <summary>Which bytes are taken for JSON, and what is said of the others.</summary>
public sealed class JsonBodiesTests
{
    /// <summary>No UTF-8, each for a reason of its own: a lone byte of Latin-1, a lone continuation, an overlong form, half a surrogate pair, too high a number, an end in the middle.</summary>
    public static TheoryData<string> InvalidTexts => ["E9", "80", "C0AF", "EDA080", "F5808080", "E282"];

    /// <summary>What is put around a value, again and again.</summary>
    private static readonly (string Open, string Close)[] Shells = [("[", "]"), ("[1, ", "]"), ("{\"a\":", "}"), ("{\"[\":1,\"b\":[", ",{}]}"), ("[[[[[[[[", "]]]]]]]]")];

    private static readonly Gen<string> Values = Gen.Select(Gen.Int[0, Shells.Length - 1].Array[0, 40], Gen.Const("1"), (shells, value) =>
        shells.Aggregate(value, (inner, shell) => Shells[shell].Open + inner + Shells[shell].Close));

    [Theory]
    [MemberData(nameof(InvalidTexts))]
    public void What_is_no_utf8_is_refused_with_its_place(string invalid)
    {
        byte[] body = [.. "{\"a\":\"caf"u8, .. Convert.FromHexString(invalid), .. "\"}"u8];
        Assert.Null(RequestBody.TryParse(body, out var refusal));
        Assert.Contains("not valid UTF-8: look at byte 10.", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_utf8_or_refused_wherever_a_byte_is_changed() => Gen.Select(Gen.String, Gen.Int[0, 200], Gen.Byte).Sample(sample =>
    {
        var (text, place, value) = sample;
        var body = JsonSerializer.SerializeToUtf8Bytes(new { a = text.Replace('\0', ' ') });
        body[place % body.Length] = value;
        using var document = RequestBody.TryParse(body, out _);
        Assert.True(document is null || new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body) is not null);
    });

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(5_000, false)]
    public void Sixty_four_levels_are_read(int levels, bool isRead)
    {
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}") })
        {
            using var document = RequestBody.TryParse(Encoding.UTF8.GetBytes(Nested(open, "1", close, levels)), out var refusal);
            Assert.Equal((isRead, isRead ? null : "is nested too deeply: at most 64 levels of objects and lists."), (document is not null, refusal));
        }
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{", "is not JSON: look at line 1, byte 2")]
    [InlineData("[1,\n nul]", "is not JSON: look at line 2")]
    [InlineData("{\"a\":1,\"a\":2}", "a field twice")]
    [InlineData("{\"\\ud800\":1}", "no valid Unicode")]
    public void Other_defects_have_other_names(string body, string reason)
    {
        Assert.Null(RequestBody.TryParse(Encoding.UTF8.GetBytes(body), out var refusal));
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_are_counted_as_a_parser_counts_them() => Gen.Select(Values, Gen.Int[1, 63]).Sample(sample =>
    {
        var (json, most) = sample;
        var bytes = Encoding.UTF8.GetBytes(json);
        Assert.Equal(CanRead(bytes, most), !JsonNesting.Exceeds(bytes, most));
    });

    private static bool CanRead(byte[] json, int levels)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = levels });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Nested(string open, string value, string close, int levels) =>
        string.Concat(Enumerable.Repeat(open, levels)) + value + string.Concat(Enumerable.Repeat(close, levels));
}
