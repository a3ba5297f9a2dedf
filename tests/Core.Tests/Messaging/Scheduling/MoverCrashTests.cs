using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Scheduling;

/// <summary>A mover that dies at any call to the stores, before it or after it: the next one puts exactly one copy of each message into the log.</summary>
public sealed class MoverCrashTests
{
    private const int MostCalls = 60;

    private readonly InMemoryTopicStore topics = new();
    private readonly InMemoryMessageLog log = new();
    private readonly InMemoryScheduledMessageStore store = new();
    private readonly Topic topic = SampleMessages.Topic(shards: 2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Meanwhile => ["nothing", "sealed", "sealed twice, twenty hours later"];

    [Theory]
    [MemberData(nameof(Meanwhile))]
    public async Task Puts_one_copy_of_each_message_into_the_log(string meanwhile)
    {
        var deaths = 0;
        foreach (var isAfter in (bool[])[false, true])
        {
            for (var call = 0; call < MostCalls; call++)
            {
                var tests = new MoverCrashTests();
                if (!await tests.DieAtAsync(call, isAfter, meanwhile))
                {
                    break;
                }

                deaths++;
            }
        }

        Assert.InRange(deaths, 20, (2 * MostCalls) - 1);
    }

    /// <summary>Whether the first mover died.</summary>
    private async Task<bool> DieAtAsync(int call, bool isAfter, string meanwhile)
    {
        await topics.TryAddTopicAsync(topic, Cancel);
        var dying = new SchedulingInstance(store, log, topics);
        await dying.PublishAsync(topic, dying.Message("0", -1), dying.Message("1", 1, "a"), dying.Message("2", 2), dying.Message("3", 2, "b", "k"), dying.Message("4", 700, "c"));
        dying.Time.Advance(TimeSpan.FromSeconds(2));
        var dead = DieAt(dying, call, isAfter);
        var moving = dying.MoveAsync();
        await Task.WhenAny(moving, dead);
        await SealAsync(dying, meanwhile);

        var survivor = new SchedulingInstance(store, log, topics, dying.Time, seed: 2);
        dying.Time.Advance(ScheduleMover.MarkAge + TimeSpan.FromSeconds(1));
        await survivor.MoveAsync();
        Assert.Equal(["0", "1", "2", "3"], (await survivor.TextsAsync(topic)).Except(["4"]).Order());
        dying.Time.Advance(TimeSpan.FromMinutes(12));
        await survivor.MoveAsync();
        Assert.Equal(["0", "1", "2", "3", "4"], (await survivor.TextsAsync(topic)).Order());
        Assert.Empty(await survivor.WaitingAsync(topic));
        return dead.IsCompleted;
    }

    private async Task SealAsync(SchedulingInstance instance, string meanwhile)
    {
        if (meanwhile == "nothing")
        {
            return;
        }

        for (var times = meanwhile == "sealed" ? 1 : 2; times > 0; times--)
        {
            foreach (var stream in topic.Streams())
            {
                var head = await log.FindHeadAsync(stream, Cancel);
                if (head.ETag is not null)
                {
                    Assert.NotNull(await log.TrySealAsync(head, Cancel));
                }
            }
        }

        instance.Time.Advance(meanwhile == "sealed" ? TimeSpan.Zero : TimeSpan.FromHours(20));
    }

    // From its death on, no call returns.
    private static Task DieAt(SchedulingInstance instance, int call, bool isAfter)
    {
        var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (gate, calls) = (new Lock(), 0);
        instance.Store.Dies = instance.Publishing.Log.Dies = isNowAfter =>
        {
            lock (gate)
            {
                var dies = dead.Task.IsCompleted || (calls == call && isNowAfter == isAfter);
                calls += isNowAfter ? 1 : 0;
                return dies && (dead.TrySetResult() || true);
            }
        };
        return dead.Task;
    }
}
