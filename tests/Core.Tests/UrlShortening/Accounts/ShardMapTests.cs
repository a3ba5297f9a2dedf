using CsCheck;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Accounts;

namespace Serverless.Core.Tests.UrlShortening.Accounts;

public sealed class ShardMapTests
{
    private static readonly Gen<string[]> Names = Gen.String[Gen.Char["abc123"], 3, 24].Array[1, 20].Select(names => names.Distinct().ToArray());

    [Fact]
    public void Gives_each_account_its_even_share_in_whatever_order_they_are_named() => Gen.Select(Names, Gen.Int).Sample((names, seed) =>
    {
        var map = ShardMap.Spread(names);
        var counts = Enumerable.Range(0, LinkShard.Count).GroupBy(map.AccountOf).Select(group => group.Count()).ToArray();
        Assert.Equal(names.Order(StringComparer.Ordinal), map.Accounts);
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        var shuffled = names.ToArray();
        new Random(seed).Shuffle(shuffled);
        Assert.Equal(map.ToString(), ShardMap.Spread(shuffled).ToString());
    });

    [Fact]
    public void Comes_back_from_its_text() => Names.Sample(names =>
    {
        var map = ShardMap.Spread(names);
        var read = ShardMap.Parse(map.ToString())!;
        Assert.Equal(Enumerable.Range(0, LinkShard.Count).Select(map.AccountOf), Enumerable.Range(0, LinkShard.Count).Select(read.AccountOf));
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("one")]
    [InlineData("one,two")]
    public void Refuses_a_text_that_does_not_name_an_account_for_each_shard(string? text) => Assert.Null(ShardMap.Parse(text));

    [Fact]
    public void Refuses_a_text_with_a_gap() =>
        Assert.Null(ShardMap.Parse(string.Join(',', Enumerable.Repeat("one", LinkShard.Count - 1).Append(" "))));
}
