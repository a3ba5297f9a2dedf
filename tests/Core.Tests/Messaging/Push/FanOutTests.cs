using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>Waking the subscriptions of a topic.</summary>
public sealed class FanOutTests
{
    [Fact]
    public async Task Wakes_every_push_subscription_page_by_page()
    {
        using var world = await PushWorld.CreateAsync();
        for (var i = 0; i < FanOut.Page * 2; i++)
        {
            await world.SubscribeAsync($"s{i:d4}", i % 10 == 0 ? subscription => subscription with { Delivery = Delivery.Pull.Instance } : null);
        }

        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(FanOut.Page * 2 * 9 / 10 + 1, world.Endpoints.Requests.Count);
        Assert.Equal(1, world.Queue.Sent.Count(sent => sent.Queue == FanOutQueue.Name && sent.Message.Contains('/', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sends_one_wake_up_for_many_fan_outs_until_a_worker_has_it()
    {
        using var world = await PushWorld.CreateAsync();
        await world.PublishAsync();
        await world.PublishAsync();
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1, world.Queue.Sent.Count(sent => sent.Queue == PushQueues.Normal));
    }

    [Theory]
    [InlineData("t1.0", "t1.0", null)]
    [InlineData("t1.63/mail", "t1.63", "mail")]
    [InlineData("?t1.0", "t1.0", null, true)]
    [InlineData("?t1.63/mail", "t1.63", "mail", true)]
    [InlineData("t1.0#5000000000", "t1.0", null, false, 5_000_000_000)]
    [InlineData("t1.0#7/mail", "t1.0", "mail", false, 7)]
    public void A_message_reads_back(string text, string stream, string? after, bool isCheck = false, long next = 0)
    {
        Assert.True(FanOutMessage.TryParse(text, out var message));
        Assert.Equal((stream, after, isCheck, next, text), (message.Stream.ToString(), message.After, message.IsCheck, message.Next, message.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("t1")]
    [InlineData("t1.64")]
    [InlineData("/mail")]
    [InlineData("?")]
    [InlineData("t1.0#")]
    [InlineData("t1.0#-1")]
    [InlineData("t1.0#1#2")]
    public void Another_text_is_none(string text) => Assert.False(FanOutMessage.TryParse(text, out _));
}
