using CsCheck;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Links;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Torture.Fuzzing;

/// <summary>What the shortener reads: targets, aliases, referrers, the names of its partitions.</summary>
public sealed class LinkTextsFuzz
{
    private static readonly Gen<string> Urls = Texts.Around(
        ["https://example.com/a?b=c#d", "http://user:secret@example.com/", "https://[2001:db8::1]:8443/x", "HTTP://EXAMPLE.COM.:80", "https://xn--bcher-kva.example/%C3%BC",
         "https://127.0.0.1/", "http://0x7f.1/", "javascript:alert(1)", "//example.com", "https://example.com/?sig=a%2Fb%3D&x=%", "https://a_b-c.example/\\evil"],
        "://", "https:", "@", "[", "]", "%", "%0d%0a", "\r\n", ":", ".", "..", "\\", "?", "#", "/", "0x", "localhost", "\t", "xn--");

    [Fact]
    public void A_target_is_refused_or_can_stand_in_a_header_as_it_is_and_means_the_same_host_to_other_parsers() => Fuzz.Try(Urls, text =>
    {
        var parsed = TargetUrl.Parse(text, out var refusal);
        Assert.Equal(parsed is null, refusal is not null);
        if (parsed is not { } target)
        {
            return;
        }

        Assert.True(text.Length <= TargetUrl.MaxLength);
        Assert.DoesNotContain(text, character => character is <= ' ' or >= '\u007F');
        Assert.InRange(target.Port, 1, ushort.MaxValue);
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            Assert.Contains(uri.Scheme, new[] { "http", "https" });
            Assert.Equal("", uri.UserInfo);
            Assert.Equal(target.Port, uri.Port);
            Assert.Equal(target.Host, uri.IdnHost.Trim('[', ']').TrimEnd('.'));
        }
    });

    [Fact]
    public void A_referrer_gives_a_host_or_nothing() => Fuzz.Try(Urls, text =>
    {
        var host = ReferrerHost.Of(text);
        Assert.True(host.Length <= 253);
        Assert.DoesNotContain(host, character => character is <= ' ' or '=' or >= '\u007F');
        Assert.NotEqual(ReferrerHost.Other, host);
    });

    [Fact]
    public void Referrers_of_a_row_can_be_written_and_read_again() => Fuzz.Try(
        Texts.Around(["example.com=5\nother.example=7\n", "=3\n(other)=9\n", "a=1"], "=", "\n", "9223372036854775807", "-1"), text =>
        {
            var counts = ReferrerCounts.Parse(text);
            counts.Fold(limit: 3);
            var again = ReferrerCounts.Parse(counts.ToString());
            Assert.Equal(counts.All.OrderBy(pair => pair.Key, StringComparer.Ordinal), again.All.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        });

    [Fact]
    public void An_alias_that_is_taken_can_be_asked_for() => Fuzz.Try(Texts.Around(["my-alias", "abcd1234", "a_b_c", "console", "ABCD"], "-", "_", "/", "%2f", "api"), text =>
    {
        if (LinkKey.RefuseAlias(text, 1) is null)
        {
            Assert.True(LinkKey.IsPossible(text));
            Assert.Equal(text, Uri.EscapeDataString(text));
        }
    });

    [Fact]
    public void The_name_of_a_partition_is_read_or_refused() => Fuzz.Try(Texts.Around(["07-2026112310", "63-9999123123", "00-0001010100"], "-", "+", " ", "64"), text =>
    {
        if (ExpiryPartition.Parse(text) is { } partition)
        {
            Assert.Equal(partition, ExpiryPartition.Parse(partition.ToString()));
        }
    });
}
