using CsCheck;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.Tests.UrlShortening.Following;

/// <summary>How what a visitor asks with gets into the target.</summary>
public sealed class ForwardedQueryTests
{
    private static readonly string[] Fragments = ["", "#f", "#?a&b"];
    private static readonly Gen<string> Parameter = Gen.String["abAB=%20+.~[]"];

    [Theory]
    [InlineData("https://example.com/a", "?b=1", "https://example.com/a?b=1")]
    [InlineData("https://example.com/a", "b=1", "https://example.com/a?b=1")]
    [InlineData("https://example.com", "?b=1", "https://example.com?b=1")]
    [InlineData("https://example.com/a#top", "?b=1", "https://example.com/a?b=1#top")]
    [InlineData("https://example.com/a?c=2", "?b=1", "https://example.com/a?c=2&b=1")]
    [InlineData("https://example.com/a?c=2#top?d=3", "?b=1", "https://example.com/a?c=2&b=1#top?d=3")]
    [InlineData("https://example.com/a?", "?b=1", "https://example.com/a?b=1")]
    [InlineData("https://example.com/a?c=2&", "?b=1", "https://example.com/a?c=2&b=1")]
    [InlineData("https://example.com/a?c=2", "?c=1&b=1", "https://example.com/a?c=2&b=1")]
    [InlineData("https://example.com/a?c=2", "?c=1", "https://example.com/a?c=2")]
    [InlineData("https://example.com/a?c=2", "?c", "https://example.com/a?c=2")]
    [InlineData("https://example.com/a?c", "?c=1&C=2", "https://example.com/a?c&C=2")]
    [InlineData("https://example.com/a?my+key=2", "?my%20key=1&b=1", "https://example.com/a?my+key=2&b=1")]
    [InlineData("https://example.com/a?%75tm=2", "?utm=1&b=1", "https://example.com/a?%75tm=2&b=1")]
    [InlineData("https://example.com/a?u=1=2", "?u=3", "https://example.com/a?u=1=2")]
    [InlineData("https://example.com/a?i[]=1", "?i%5B%5D=2&j=3&j=4", "https://example.com/a?i[]=1&j=3&j=4")]
    [InlineData("https://example.com/a?c=2", "", "https://example.com/a?c=2")]
    [InlineData("https://example.com/a?c=2", "?", "https://example.com/a?c=2")]
    [InlineData("https://example.com/a", "?%zz=%c3%A4&&x=a+b%20c&=", "https://example.com/a?%zz=%c3%A4&&x=a+b%20c&=")]
    [InlineData("https://example.com/a", "??b=1", "https://example.com/a??b=1")]
    [InlineData("https://example.com/a", "?b=ä #c\r\n", "https://example.com/a?b=%C3%A4%20%23c%0D%0A")]
    public void Appends_what_the_target_does_not_have_and_changes_nothing_else(string url, string query, string expected) =>
        Assert.Equal(expected, ForwardedQuery.Append(url, query));

    [Fact]
    public void Takes_no_query_as_none() => Assert.Equal("https://example.com/", ForwardedQuery.Append("https://example.com/", null));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Appends_nothing_to_what_would_become_too_long(int over, bool appends)
    {
        const string Query = "?b=1";
        var url = "https://example.com/".PadRight(TargetUrl.MaxLength - Query.Length + over, 'x');
        Assert.Equal(appends ? url + Query : url, ForwardedQuery.Append(url, Query));
    }

    [Fact]
    public void Keeps_the_target_whole_and_every_parameter_that_it_does_not_have() =>
        Gen.Select(Parameter.Array[0, 5], Parameter.Array[0, 5], Gen.OneOf(Fragments)).Sample((own, sent, fragment) =>
        {
            var address = own.Length == 0 ? "https://example.com/" : $"https://example.com/?{string.Join('&', own)}";
            var result = ForwardedQuery.Append(address + fragment, "?" + string.Join('&', sent));
            Assert.StartsWith(address, result, StringComparison.Ordinal);
            Assert.EndsWith(fragment, result, StringComparison.Ordinal);
            var appended = result[address.Length..^fragment.Length].TrimStart('?', '&').Split('&', StringSplitOptions.RemoveEmptyEntries);
            var names = own.Where(parameter => parameter.Length > 0).Select(NameOf).ToHashSet(StringComparer.Ordinal);
            Assert.Equal(sent.Where(parameter => parameter.Length > 0 && !names.Contains(NameOf(parameter))), appended);
        });

    private static string NameOf(string parameter) => Uri.UnescapeDataString(parameter.Split('=')[0].Replace('+', ' '));
}
