using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;
using Serverless.Core.Tests.UrlShortening;

namespace Serverless.Core.Tests.Messaging.Publishing;

/// <summary>Publishing, and what becomes of it when stores fail or others publish too.</summary>
public sealed class PublisherTests
{
    private readonly Topic topic = SampleMessages.Topic();
    private readonly PublishingInstance instance = new();

    private StreamId Stream => topic.Streams().First();

    [Fact]
    public async Task Numbers_messages_in_the_order_they_came()
    {
        var first = await instance.PublishAsync(topic, SampleMessages.Message("1"), SampleMessages.Message("2"));
        var second = await instance.PublishOneAsync(topic, "3");
        Assert.Equal([1, 2, 3], first.Append(second).Select(result => result.Sequence));
        Assert.Equal(["1", "2", "3"], await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Reads_the_head_once_and_makes_one_write_a_commit()
    {
        await instance.PublishOneAsync(topic);
        await instance.PublishOneAsync(topic);
        await instance.PublishAsync(topic, SampleMessages.Message(), SampleMessages.Message());
        Assert.Equal((1, 3), (instance.Log.Reads, instance.Log.Commits));
    }

    [Fact]
    public async Task Calls_a_message_by_its_publishers_id_or_one_of_its_own()
    {
        Assert.Equal("mine", (await instance.PublishOneAsync(topic, id: "mine")).Id);
        Assert.Equal($"{topic.Id}.0.2", (await instance.PublishOneAsync(topic)).Id);
        Assert.Equal(["mine", $"{topic.Id}.0.2"], (await instance.ReadAsync(Stream)).Select(message => message.Id));
    }

    [Fact]
    public async Task Commits_together_what_gathers_during_a_commit()
    {
        var gate = instance.Log.HoldCommit();
        var first = instance.PublishOneAsync(topic, "0");
        await gate.Reached;
        var others = Enumerable.Range(1, 63).Select(i => instance.PublishOneAsync(topic, $"{i}")).ToArray();
        gate.Open();
        Assert.Equal(Enumerable.Range(1, 64).Select(i => (long)i), (await Task.WhenAll(others)).Append(await first).Select(result => result.Sequence).Order());
        Assert.Equal(2, instance.Log.Commits);
        Assert.Equal(Enumerable.Range(0, 64).Select(i => $"{i}"), await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Is_not_answered_before_the_commit_is()
    {
        var gate = instance.Log.HoldCommit();
        var publishing = instance.PublishOneAsync(topic);
        await gate.Reached;
        Assert.False(publishing.IsCompleted);
        gate.Open();
        Assert.True((await publishing).IsStored);
    }

    [Theory]
    [InlineData(250, 100, false, 3)]
    [InlineData(200, 100, true, 2)]
    [InlineData(10, 250_000, false, 3)]
    public async Task Splits_what_a_commit_has_no_room_for(int count, int bytes, bool hasIds, int commits)
    {
        var text = $"\"{new string('x', bytes - 2)}\"";
        var messages = Enumerable.Range(0, count).Select(i => SampleMessages.Message(text, id: hasIds ? $"{i}" : null)).ToArray();
        var results = await instance.PublishAsync(topic, messages);
        Assert.Equal(Enumerable.Range(1, count).Select(i => (long)i), results.Select(result => result.Sequence));
        Assert.Equal(commits, instance.Log.Commits);
        Assert.Equal(count, (await instance.ReadAsync(Stream)).Count);
    }

    [Fact]
    public async Task Finds_out_that_a_commit_was_applied_whose_answer_got_lost()
    {
        instance.Log.FailCommits(Fault.AnswerLost);
        Assert.Equal((PublishStatus.Published, 1), Told(await instance.PublishOneAsync(topic, "1")));
        Assert.Equal((PublishStatus.Published, 2), Told(await instance.PublishOneAsync(topic, "2")));
        Assert.Equal(["1", "2"], await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Sends_a_commit_again_that_got_lost()
    {
        instance.Log.FailCommits(Fault.RequestLost, Fault.RequestLost, Fault.AnswerLost);
        Assert.Equal((PublishStatus.Published, 1), Told(await instance.PublishOneAsync(topic, "1", id: "a")));
        Assert.Equal(["1"], await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Finds_its_own_commit_when_the_lost_request_arrives_after_all()
    {
        // The request is thought lost, and applied just before it is repeated.
        LogCommit? late = null;
        var log = new LateCommitLog(new InMemoryMessageLog());
        var slow = new PublishingInstance(log);
        log.Delayed += commit => late = commit;
        Assert.Equal((PublishStatus.Published, 1), Told(await slow.PublishOneAsync(topic, "1")));
        Assert.NotNull(late);
        Assert.Equal(["1"], await slow.TextsAsync(topic));
    }

    [Fact]
    public async Task Starts_over_when_another_instance_was_first()
    {
        var other = new PublishingInstance(instance.Log, time: instance.Time, seed: 2);
        await instance.PublishOneAsync(topic, "1");
        await other.PublishOneAsync(topic, "2");
        Assert.Equal((PublishStatus.Published, 3), Told(await instance.PublishOneAsync(topic, "3")));
        Assert.Equal((PublishStatus.Published, 4), Told(await other.PublishOneAsync(topic, "4")));
        Assert.Equal(["1", "2", "3", "4"], await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Says_so_when_the_log_does_not_answer_and_goes_on_when_it_does()
    {
        instance.Log.BeforeCall = name => throw new StoreUnavailableException(name);
        Assert.Equal((PublishStatus.Unavailable, 0), Told(await instance.PublishOneAsync(topic)));
        instance.Log.BeforeCall = null;
        Assert.Equal((PublishStatus.Published, 1), Told(await instance.PublishOneAsync(topic)));
    }

    [Fact]
    public async Task Fails_a_batch_rather_than_hang_when_the_log_breaks()
    {
        instance.Log.BeforeCall = _ => throw new InvalidOperationException("A bug.");
        Assert.Equal(PublishStatus.Unavailable, (await instance.PublishOneAsync(topic)).Status);
        instance.Log.BeforeCall = null;
        Assert.Equal(PublishStatus.Published, (await instance.PublishOneAsync(topic)).Status);
    }

    [Fact]
    public async Task Publishes_what_nobody_waits_for_any_more()
    {
        using var gone = new CancellationTokenSource();
        var gate = instance.Log.HoldCommit();
        var publishing = instance.Publisher.PublishAsync(topic, [SampleMessages.Message("1")], gone.Token);
        await gate.Reached;
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
        gate.Open();
        await instance.PublishOneAsync(topic, "2");
        Assert.Equal(["1", "2"], await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Turns_away_what_comes_when_a_thousand_wait()
    {
        var gate = instance.Log.HoldCommit();
        var waiting = Enumerable.Range(0, 1_000).Select(_ => instance.PublishOneAsync(topic)).ToArray();
        await gate.Reached;
        Assert.Equal(PublishStatus.Overloaded, (await instance.PublishOneAsync(topic)).Status);
        gate.Open();
        Assert.All(await Task.WhenAll(waiting), result => Assert.True(result.IsStored));
        Assert.Equal(1_001, (await instance.PublishOneAsync(topic)).Sequence);
    }

    [Fact]
    public async Task Opens_a_new_segment_after_a_day_or_when_one_is_full()
    {
        await instance.PublishOneAsync(topic);
        instance.Time.Advance(TimeSpan.FromHours(24));
        await instance.PublishOneAsync(topic);
        var head = await instance.Log.FindHeadAsync(Stream, TestContext.Current.CancellationToken);
        Assert.Equal((1, instance.Time.GetUtcNow()), (head.Head.Segment, head.Head.SegmentStartedAt));
        await instance.Log.TryReplaceHeadAsync(head, head.Head with { SegmentBytes = StreamHead.MaxSegmentBytes }, TestContext.Current.CancellationToken);
        Assert.Equal(3, (await instance.PublishOneAsync(topic)).Sequence);
        Assert.Equal(2, (await instance.Log.FindHeadAsync(Stream, TestContext.Current.CancellationToken)).Head.Segment);
    }

    [Fact]
    public async Task Never_goes_back_in_time()
    {
        var behind = new PublishingInstance(instance.Log, seed: 2);
        instance.Time.Advance(TimeSpan.FromMinutes(1));
        await instance.PublishOneAsync(topic);
        await behind.PublishOneAsync(topic);
        var times = (await instance.ReadAsync(Stream)).Select(message => message.PublishedAt).ToArray();
        Assert.Equal([instance.Time.GetUtcNow(), instance.Time.GetUtcNow()], times);
    }

    private static (PublishStatus, int) Told(PublishResult result) => (result.Status, (int)result.Sequence);
}
