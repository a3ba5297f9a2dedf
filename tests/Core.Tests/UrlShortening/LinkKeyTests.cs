using CsCheck;
using Serverless.Core.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Which texts are keys, aliases or neither.</summary>
public sealed class LinkKeyTests
{
    [Theory]
    [InlineData("abcd")]
    [InlineData("my-link")]
    [InlineData("My_Link_2026")]
    [InlineData("abcdefg")]
    [InlineData("abcdefgh")]
    [InlineData("Ab3dEf7h")]
    [InlineData("abcdefgh-")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234")]
    public void Accepts_an_alias(string alias) => Assert.Null(LinkKey.RefuseAlias(alias, 4));

    [Theory]
    [InlineData("", "4-64")]
    [InlineData("abc", "4-64")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", "4-64")]
    [InlineData("with space", "may hold only")]
    [InlineData("größe", "may hold only")]
    [InlineData("a/b/c", "may hold only")]
    [InlineData("a.b.c", "may hold only")]
    [InlineData("gateway", "reserved")]
    [InlineData("Admin", "reserved")]
    [InlineData("runtime", "reserved")]
    public void Refuses_an_alias_with_a_reason(string alias, string reason) =>
        Assert.Contains(reason, LinkKey.RefuseAlias(alias, 4), StringComparison.Ordinal);

    [Theory]
    [InlineData("a")]
    [InlineData("-")]
    [InlineData("qr")]
    public void Accepts_a_short_one_where_it_may_be_short(string alias) => Assert.Null(LinkKey.RefuseAlias(alias, 1));

    [Theory]
    [InlineData("")]
    [InlineData("api")]
    [InlineData("API")]
    public void Refuses_what_stands_for_something_else_however_short_it_may_be(string alias) => Assert.NotNull(LinkKey.RefuseAlias(alias, 1));

    [Fact]
    public void Finds_every_alias_and_every_pool_key_possible() =>
        Gen.String[Gen.Char[LinkKey.Alphabet + "_-."], 0, 70].Sample(text =>
            LinkKey.IsPossible(text) == (LinkKey.RefuseAlias(text, 1) is null or "is a reserved word."));
}
