using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;
using Serverless.Core.Tests.Messaging;

namespace Serverless.Azure.Tests.Messaging;

/// <summary>What becomes of the log and the topics when the network to Cosmos DB fails.</summary>
public sealed class CosmosFaultsTests : IAsyncDisposable
{
    private readonly CosmosTestAccount cosmos = new();
    private readonly CosmosMessageLog log;
    private readonly StreamId stream = SampleMessages.Topic().Streams().First();

    public CosmosFaultsTests() => log = cosmos.Log();

    /// <summary>All that may happen to a commit, but the end of the process.</summary>
    public static TheoryData<NetworkFault> Faults => [.. Enum.GetValues<NetworkFault>().Where(fault => fault != NetworkFault.Crash)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_commit_that_is_disturbed_once_is_either_done_once_or_unanswered(NetworkFault fault)
    {
        var head = (await log.TryCommitAsync(MessageLogContract.CommitOf(await log.FindHeadAsync(stream, Cancel), 1), Cancel))!;
        cosmos.Network.Disturb("batch log", fault);
        var commit = MessageLogContract.CommitOf(head, 2);
        await CommitUntilAnsweredAsync(commit);
        var read = await cosmos.Log().ReadAsync(stream, 1, 10, Cancel);
        Assert.Equal([1, 2], read.Select(entry => entry.Count));
        Assert.Equal(commit.Entry.CommitId, read[1].CommitId);
        Assert.Equal(4, (await log.FindHeadAsync(stream, Cancel)).Head.Next);
    }

    [Fact]
    public async Task A_commit_whose_answer_got_lost_inside_the_client_is_not_taken_for_a_lost_race()
    {
        var head = await log.FindHeadAsync(stream, Cancel);
        cosmos.Network.Disturb("batch log", NetworkFault.AnswerLost);
        var commit = MessageLogContract.CommitOf(head, 2);
        var committed = await CommitUntilAnsweredAsync(commit);
        Assert.Equal(commit.Next, committed.Head);
        Assert.Single(await log.ReadAsync(stream, 1, 10, Cancel));
    }

    [Theory]
    [InlineData("replace log")]
    [InlineData("create log")]
    public async Task Sealing_that_stops_half_way_is_finished_by_whoever_comes_next(string step)
    {
        var head = (await log.TryCommitAsync(MessageLogContract.CommitOf(await log.FindHeadAsync(stream, Cancel), 1), Cancel))!;
        cosmos.Network.Disturb(step, NetworkFault.Crash);
        await Assert.ThrowsAsync<CrashException>(() => log.TrySealAsync(head, Cancel));
        var other = cosmos.Log();
        var found = await other.FindHeadAsync(stream, Cancel);
        var opened = found.Head.Segment == 1 ? found : await other.TrySealAsync(found, Cancel);
        Assert.Equal((1, 2L), (opened!.Head.Segment, opened.Head.Next));
        Assert.NotNull(await other.TryCommitAsync(MessageLogContract.CommitOf(opened, 2), Cancel));
        Assert.Equal([1, 2], (await other.ReadAsync(stream, 1, 10, Cancel)).Select(entry => entry.First));
    }

    [Fact]
    public async Task A_process_that_never_saw_the_stream_finds_the_open_segment_of_many()
    {
        var head = await log.FindHeadAsync(stream, Cancel);
        for (var i = 0; i < 40; i++)
        {
            head = (await log.TryCommitAsync(MessageLogContract.CommitOf(head, 1), Cancel))!;
            head = (await log.TrySealAsync(head, Cancel))!;
        }

        var other = cosmos.Log();
        cosmos.Network.TakeRequests();
        Assert.Equal(head, await other.FindHeadAsync(stream, Cancel));
        Assert.Equal(["read log", "read log"], cosmos.Network.TakeRequests().Where(request => !request.StartsWith("about", StringComparison.Ordinal)));
        Assert.Equal(20, (await other.ReadAsync(stream, 20, 1, Cancel))[0].First);
        Assert.Equal(Enumerable.Range(1, 40).Select(n => (long)n), (await cosmos.Log().ReadAsync(stream, 1, 100, Cancel)).Select(entry => entry.First));
    }

    [Fact]
    public async Task A_crash_after_the_mark_or_before_its_removal_leaves_no_stream_unmarked_and_none_marked_for_ever()
    {
        var head = await log.FindHeadAsync(stream, Cancel);
        cosmos.Network.Disturb("batch log", NetworkFault.Crash);
        await Assert.ThrowsAsync<CrashException>(() => log.TryCommitAsync(MessageLogContract.CommitOf(head, 1), Cancel));
        Assert.Equal([stream], await log.ListActiveAsync(null, 10, Cancel));

        head = (await log.TryCommitAsync(MessageLogContract.CommitOf(head, 1), Cancel))!;
        cosmos.Network.Disturb("delete log", NetworkFault.Crash);
        await Assert.ThrowsAsync<CrashException>(() => log.TryReplaceHeadAsync(head, head.Head with { Low = 2, Active = false }, Cancel));
        Assert.Equal([stream], await log.ListActiveAsync(null, 10, Cancel));
        while (!await log.TrimAsync(stream, 2, Cancel))
        {
        }

        Assert.Empty(await log.ListActiveAsync(null, 10, Cancel));
    }

    [Fact]
    public async Task Large_entries_are_removed_in_several_small_transactions()
    {
        var head = await log.FindHeadAsync(stream, Cancel);
        for (var i = 0; i < 5; i++)
        {
            var commit = MessageLogContract.CommitOf(head, 1);
            head = (await log.TryCommitAsync(commit with { Entry = commit.Entry with { Body = new byte[400_000] } }, Cancel))!;
        }

        cosmos.Network.TakeRequests();
        while (!await log.TrimAsync(stream, 6, Cancel))
        {
        }

        Assert.Equal(["batch log", "batch log", "delete log"], cosmos.Network.TakeRequests().Where(request => request is "batch log" or "delete log"));
        Assert.Empty(await log.ReadAsync(stream, 1, 10, Cancel));
    }

    [Fact]
    public async Task A_stream_that_is_published_to_while_it_is_put_to_rest_stays_marked()
    {
        var head = (await log.TryCommitAsync(MessageLogContract.CommitOf(await log.FindHeadAsync(stream, Cancel), 1), Cancel))!;
        var idle = (await log.TryReplaceHeadAsync(head, head.Head with { Low = 2, Active = false }, Cancel))!;
        await log.TryCommitAsync(MessageLogContract.CommitOf(idle, 1), Cancel);
        head = await log.FindHeadAsync(stream, Cancel);
        cosmos.Network.Before("delete log", async () =>
        {
            var other = cosmos.Log();
            await other.TryCommitAsync(MessageLogContract.CommitOf(await other.FindHeadAsync(stream, Cancel), 1), Cancel);
        });
        await log.TryReplaceHeadAsync(head, head.Head with { Low = 3, Active = false }, Cancel);
        Assert.True((await log.FindHeadAsync(stream, Cancel)).Head.Active);
        Assert.Equal([stream], await log.ListActiveAsync(null, 10, Cancel));
    }

    [Theory]
    [InlineData("upsert topics")]
    [InlineData("delete topics")]
    public async Task A_burial_that_stops_half_way_leaves_the_name_free_and_the_tombstone_found(string step)
    {
        var store = new CosmosTopicStore(cosmos.Account);
        var topic = SampleMessages.Topic();
        await store.TryAddTopicAsync(topic, Cancel);
        var stone = new Tombstone(topic.Id, null, topic.Name, 1, SampleMessages.Start);
        cosmos.Network.Disturb(step, NetworkFault.Crash);
        var read = (await store.FindTopicAsync(topic.Name, Cancel))!;
        await Assert.ThrowsAsync<CrashException>(() => store.TryDeleteTopicAsync(read, stone, Cancel));
        Assert.Null(await store.FindTopicAsync(topic.Name, Cancel));
        Assert.Empty(await store.ListTopicsAsync(null, 10, Cancel));
        Assert.Equal([stone], await store.ListTombstonesAsync(null, 10, Cancel));
        Assert.True(await store.TryAddTopicAsync(SampleMessages.Topic(), Cancel));
    }

    [Fact]
    public async Task A_name_whose_burial_stopped_half_way_can_be_taken_at_once()
    {
        var store = new CosmosTopicStore(cosmos.Account);
        var topic = SampleMessages.Topic();
        await store.TryAddTopicAsync(topic, Cancel);
        var stone = new Tombstone(topic.Id, null, topic.Name, 1, SampleMessages.Start);
        cosmos.Network.Disturb("upsert topics", NetworkFault.Crash);
        var read = (await store.FindTopicAsync(topic.Name, Cancel))!;
        await Assert.ThrowsAsync<CrashException>(() => store.TryDeleteTopicAsync(read, stone, Cancel));
        Assert.True(await store.TryAddTopicAsync(SampleMessages.Topic(), Cancel));
        Assert.Equal([stone], await store.ListTombstonesAsync(null, 10, Cancel));
    }

    public ValueTask DisposeAsync() => cosmos.DisposeAsync();

    // As publishers do: what was not answered is sent again as it was.
    private async Task<StoredHead> CommitUntilAnsweredAsync(LogCommit commit)
    {
        for (var left = 3; ; left--)
        {
            try
            {
                return (await log.TryCommitAsync(commit, Cancel))!;
            }
            catch (StoreUnavailableException) when (left > 0)
            {
            }
        }
    }
}
