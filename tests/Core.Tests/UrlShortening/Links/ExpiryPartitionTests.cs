using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Links;

/// <summary>The names of expiry partitions, which are also the queue's messages.</summary>
public sealed class ExpiryPartitionTests
{
    [Fact]
    public void Is_named_by_shard_and_hour()
    {
        var partition = ExpiryPartition.Of("abc", SampleLinks.Start);
        Assert.Equal($"{partition.Shard:00}-2026112310", partition.ToString());
        Assert.Equal(partition, ExpiryPartition.Parse(partition.ToString()));
        Assert.EndsWith("-2026112311", partition.Next().ToString(), StringComparison.Ordinal);
        Assert.Equal(ExpiryPartition.First(7), ExpiryPartition.Parse("07-0001010100"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("07")]
    [InlineData("64-2026112310")]
    [InlineData("-1-2026112310")]
    [InlineData("07-2026112324")]
    [InlineData("07-20261123")]
    public void Takes_nothing_else_for_a_name(string text) => Assert.Null(ExpiryPartition.Parse(text));
}
