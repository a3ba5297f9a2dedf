using CsCheck;

namespace Serverless.Core.Tests.Messaging.Log;

/// <summary>Finding one's place in the log by time.</summary>
public sealed class LogReaderTests
{
    private static readonly Gen<(int Count, int Minutes)[]> Commits = Gen.Select(Gen.Int[1, 4], Gen.Int[0, 3]).Array[0, 20];

    [Fact]
    public Task Finds_the_first_message_at_a_time_or_later() => Commits.SampleAsync(async commits =>
    {
        var (topic, instance) = (SampleMessages.Topic(), new PublishingInstance());
        foreach (var (count, minutes) in commits)
        {
            instance.Time.Advance(TimeSpan.FromMinutes(minutes));
            await instance.PublishAsync(topic, [.. Enumerable.Range(0, count).Select(_ => SampleMessages.Message())]);
        }

        var stream = topic.Streams().First();
        var messages = await instance.ReadAsync(stream);
        for (var time = SampleMessages.Start.AddMinutes(-1); time < instance.Time.GetUtcNow().AddMinutes(2); time = time.AddMinutes(0.5))
        {
            var expected = messages.FirstOrDefault(message => message.PublishedAt >= time)?.Sequence ?? messages.Count + 1;
            Assert.Equal(expected, await instance.Reader.FindSequenceAsync(stream, time, TestContext.Current.CancellationToken));
        }
    }, iter: 50);

    [Fact]
    public async Task Finds_nothing_below_the_low_mark()
    {
        var (topic, instance) = (SampleMessages.Topic(), new PublishingInstance());
        for (var i = 0; i < 10; i++)
        {
            await instance.PublishAsync(topic, SampleMessages.Message(), SampleMessages.Message());
            instance.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var stream = topic.Streams().First();
        var head = await instance.Log.FindHeadAsync(stream, TestContext.Current.CancellationToken);
        await instance.Log.TryReplaceHeadAsync(head, head.Head with { Low = 8 }, TestContext.Current.CancellationToken);
        await instance.Log.TrimAsync(stream, 8, TestContext.Current.CancellationToken);
        Assert.Equal(8, await instance.Reader.FindSequenceAsync(stream, SampleMessages.Start, TestContext.Current.CancellationToken));
        Assert.Equal(11, await instance.Reader.FindSequenceAsync(stream, SampleMessages.Start.AddMinutes(5), TestContext.Current.CancellationToken));
    }
}
