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
    [InlineData("abcdefg-")]
    [InlineData("abcdefghi")]
    [InlineData("12345678901234567890123456789012")]
    public void Accepts_an_alias(string alias) => Assert.Null(LinkKey.RefuseAlias(alias));

    [Theory]
    [InlineData("", "4-32")]
    [InlineData("abc", "4-32")]
    [InlineData("123456789012345678901234567890123", "4-32")]
    [InlineData("with space", "may hold only")]
    [InlineData("größe", "may hold only")]
    [InlineData("a/b/c", "may hold only")]
    [InlineData("a.b.c", "may hold only")]
    [InlineData("abcdefgh", "drawn at random")]
    [InlineData("Ab3dEf7h", "drawn at random")]
    [InlineData("gateway", "reserved")]
    [InlineData("Admin", "reserved")]
    [InlineData("runtime", "reserved")]
    public void Refuses_an_alias_with_a_reason(string alias, string reason) =>
        Assert.Contains(reason, LinkKey.RefuseAlias(alias), StringComparison.Ordinal);

    [Fact]
    public void Never_lets_an_alias_have_the_form_of_a_pool_key() =>
        Gen.Char[LinkKey.Alphabet + "_-"].Array[1, 40].Select(characters => new string(characters)).Sample(text =>
            !(LinkKey.RefuseAlias(text) is null && LinkKey.IsFromPool(text)));

    [Fact]
    public void Finds_every_alias_and_every_pool_key_possible() =>
        Gen.String[Gen.Char, 0, 40].Sample(text =>
            LinkKey.IsPossible(text) || (!LinkKey.IsFromPool(text) && LinkKey.RefuseAlias(text) is not null));
}
