using Serverless.Bench.Scale;

namespace Serverless.Bench.Tests.Scale;

public sealed class SizesTests
{
    [Fact]
    public void An_entity_is_as_large_as_the_published_formula_says() => Assert.Equal(
        4 + (2 * (8 + 3)) + (8 + (2 * 3) + 4 + (2 * 100)) + (8 + (2 * 5) + 8) + (8 + (2 * 8) + 4),
        TableEntitySize.Keys(8, 3).Text("Url", 100).Time("DueAt").Number("Redirect").Bytes);

    [Theory]
    [InlineData(49, 19, 131_072, 64 + 48 + 64 + 16)]
    [InlineData(13, 136, 131_072, 16 + 16 + 160 + 64 + 16)]
    [InlineData(31, 44, 131_072, 48 + 64 + 64 + 16)]
    [InlineData(49, 19, 65_536 + 1, 64 + 48 + 64 + 32)]
    public void A_key_is_as_large_as_what_redis_allocates_for_it(int keyLength, int valueLength, int keys, double bytes) =>
        Assert.Equal(bytes, RedisMemory.OfString(keyLength, valueLength, keys), 0.01);
}
