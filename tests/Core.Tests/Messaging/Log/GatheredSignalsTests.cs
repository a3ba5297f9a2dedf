using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging.Log;

public sealed class GatheredSignalsTests
{
    private static readonly TimeSpan Pause = RedisStreamSignals.Pause;

    private static readonly string?[] Subscriptions = [null, "mail", "sms"];

    private static readonly Gen<(int Wait, StreamSignal Signal)> Steps = Gen.Select(
        Gen.Int[0, 7], Gen.Int[0, 1], Gen.Long[0, 20], Gen.Int[0, 2], Gen.Bool,
        (wait, shard, next, subscription, isChange) => (wait, new StreamSignal(new StreamId("topic", shard), next, Subscriptions[subscription], isChange)));

    [Fact]
    public void The_first_goes_out_at_once_and_the_rest_as_one_with_the_greatest_number()
    {
        var (time, sent) = (new FakeTimeProvider(), new List<StreamSignal>());
        var gathered = new GatheredSignals(Pause, time, sent.Add);
        var stream = new StreamId("topic", 0);
        gathered.Send(new StreamSignal(stream, 1));
        gathered.Send(new StreamSignal(stream, 9, IsChange: true));
        gathered.Send(new StreamSignal(stream, 3));
        Assert.Equal([new StreamSignal(stream, 1)], sent);
        time.Advance(Pause);
        Assert.Equal([new StreamSignal(stream, 1), new StreamSignal(stream, 9, IsChange: true)], sent);
    }

    /// <summary>Of a stream, or a subscription of it, never two within a pause; what is sent last has been told within a pause, with nothing of it swallowed.</summary>
    [Fact]
    public void None_is_swallowed_and_none_comes_sooner_than_after_a_pause() => Steps.Array[1, 80].Sample(steps =>
    {
        var time = new FakeTimeProvider();
        var sent = new List<(DateTimeOffset At, StreamSignal Signal)>();
        var gathered = new GatheredSignals(Pause, time, signal => sent.Add((time.GetUtcNow(), signal)));
        var asked = new List<(DateTimeOffset At, StreamSignal Signal)>();
        foreach (var (wait, signal) in steps)
        {
            Pass(time, wait);
            asked.Add((time.GetUtcNow(), signal));
            gathered.Send(signal);
        }

        Pass(time, (int)Pause.TotalMilliseconds);
        Assert.All(asked, ask => Assert.Contains(sent, told =>
            told.At >= ask.At && told.At <= ask.At + Pause && told.Signal.Stream == ask.Signal.Stream && told.Signal.SubscriptionId == ask.Signal.SubscriptionId
            && told.Signal.Next >= ask.Signal.Next && (told.Signal.IsChange || !ask.Signal.IsChange)));
        foreach (var group in sent.GroupBy(told => (told.Signal.Stream, told.Signal.SubscriptionId)))
        {
            Assert.All(group.Zip(group.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= Pause));
        }
    });

    // One by one: a clock that is set ahead at once tells the timers in between the end of the leap.
    private static void Pass(FakeTimeProvider time, int milliseconds)
    {
        for (var i = 0; i < milliseconds; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }
}
