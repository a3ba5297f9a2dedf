using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Publishing;

/// <summary>Which stream a message goes to: for ever the same, because publishers and the log rely on it.</summary>
public sealed class StreamChoiceTests
{
    private readonly Topic topic = SampleMessages.Topic(shards: 64);
    private readonly StreamChoice choice = new(instance: 70);

    // sha256sum of the key, the first 8 bytes, modulo 64: python3 -c "import hashlib,sys; print(int.from_bytes(hashlib.sha256(KEY).digest()[:8],'big')%64)"
    [Theory]
    [InlineData("customer-1", 7)]
    [InlineData("customer-2", 16)]
    [InlineData("ä", 12)]
    public void Never_moves_a_key(string key, int shard) =>
        Assert.Equal(shard, choice.Choose(topic, SampleMessages.Message(key: key)).Shard);

    [Fact]
    public void Goes_by_the_key_whatever_the_id() =>
        Assert.Equal(choice.Choose(topic, SampleMessages.Message(key: "k")), choice.Choose(topic, SampleMessages.Message(key: "k", id: "i")));

    [Fact]
    public void Keeps_an_instance_to_one_stream_without_key_and_id()
    {
        Assert.Equal(70 % 64, choice.Choose(topic, SampleMessages.Message()).Shard);
        Assert.Equal(0, choice.Choose(topic with { Shards = 1 }, SampleMessages.Message()).Shard);
    }

    [Fact]
    public void Spreads_keys_over_all_streams() =>
        Assert.Equal(64, Enumerable.Range(0, 2_000).Select(i => choice.Choose(topic, SampleMessages.Message(key: $"{i}")).Shard).Distinct().Count());
}
