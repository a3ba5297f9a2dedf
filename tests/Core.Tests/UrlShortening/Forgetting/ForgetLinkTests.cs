using CsCheck;
using Serverless.Core.UrlShortening.Forgetting;

namespace Serverless.Core.Tests.UrlShortening.Forgetting;

/// <summary>The message that has a link forgotten, and when it comes.</summary>
public sealed class ForgetLinkTests
{
    private static readonly ForgetLink First = new("key1", "W/\"datetime'2026-11-30T13%3A34%3A11.1234567Z'\"", SampleLinks.Start);

    [Fact]
    public void Comes_back_as_it_was_sent() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 64], Gen.String[Gen.Char[' ', '~'], 1, 80], Gen.Int[0, int.MaxValue], Gen.Bool).Sample((key, etag, tries, marked) =>
        {
            var sent = new ForgetLink(key, etag, SampleLinks.Start, tries, marked);
            Assert.Equal(sent, ForgetLink.Parse(sent.ToString()));
        });

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"key":"a b","eTag":"1","since":"2026-11-30T00:00:00+00:00"}""")]
    [InlineData("""{"key":"key1","eTag":"","since":"2026-11-30T00:00:00+00:00"}""")]
    [InlineData("""{"key":"key1","since":"2026-11-30T00:00:00+00:00"}""")]
    [InlineData("""{"key":"key1","eTag":"1"}""")]
    [InlineData("""{"key":"key1","eTag":"1","since":"2026-11-30T00:00:00+00:00","tries":-1}""")]
    public void Is_not_made_of_anything_else(string text) => Assert.Null(ForgetLink.Parse(text));

    [Fact]
    public void Comes_after_ten_seconds_and_then_as_late_again_as_it_has_waited_but_each_minute()
    {
        var message = First;
        var seconds = new List<double>();
        for (var look = 0; look < 8; look++)
        {
            seconds.Add(message.Delay.TotalSeconds);
            message = message.Again();
        }

        Assert.Equal([10, 10, 20, 40, 60, 60, 60, 60], seconds);
        Assert.Equal(60, (message with { Tries = int.MaxValue }).Again().Delay.TotalSeconds);
    }

    [Fact]
    public void Waits_a_minute_for_the_second_mark_and_less_where_it_was_not_set()
    {
        var marked = First.Again().Again().Marked();
        Assert.Equal([60, 10, 20], new[] { marked, marked.Again(), marked.Again().Again() }.Select(message => message.Delay.TotalSeconds));
        Assert.True(marked.Again().IsMarked);
    }
}
