using System.Globalization;
using CsCheck;
using Serverless.Core.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

public sealed class LinkShardTests
{
    private static readonly Gen<string> Keys = Gen.String[Gen.Char[LinkKey.Alphabet + "_-"], 1, LinkKey.MaxLength];

    [Theory]
    [InlineData("a", 435)]
    [InlineData("abcd1234", 155)]
    [InlineData("spring-sale", 1_013)]
    public void Never_moves_a_key(string key, int bucket) => Assert.Equal(bucket, LinkShard.BucketOf(key));

    [Fact]
    public void Puts_the_clicks_of_a_key_into_a_bucket_of_its_shard() => Keys.Sample(key =>
        LinkShard.BucketOf(key) is >= 0 and < LinkShard.Buckets
        && LinkShard.Of(key) == LinkShard.BucketOf(key) % LinkShard.Count
        && LinkShard.Of(key) == LinkShard.OfBucket(LinkShard.BucketOf(key)));

    [Theory]
    [InlineData("{0}")]
    [InlineData("a{0}-campaign")]
    [InlineData("{0}0000000")]
    public void Spreads_keys_that_differ_little(string form)
    {
        const int PerBucket = 100;
        var counts = new int[LinkShard.Buckets];
        for (var i = 0; i < LinkShard.Buckets * PerBucket; i++)
        {
            counts[LinkShard.BucketOf(string.Format(CultureInfo.InvariantCulture, form, i))]++;
        }

        // Chi squared of 1,023 degrees of freedom: 1,300 is six standard deviations above what chance gives.
        Assert.InRange(counts.Sum(count => Math.Pow(count - PerBucket, 2) / PerBucket), 0, 1_300);
    }
}
