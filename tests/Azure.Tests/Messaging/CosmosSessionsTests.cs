using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Tests.Messaging;

namespace Serverless.Azure.Tests.Messaging;

/// <summary>What another process sees whose reads are answered by a replica that lags behind.</summary>
public sealed class CosmosSessionsTests : IAsyncDisposable
{
    private readonly CosmosTestAccount cosmos = new();
    private readonly CosmosMessageLog log;
    private readonly CosmosMessageLog other;
    private readonly StreamId stream = SampleMessages.Topic().Streams().First();

    public CosmosSessionsTests()
    {
        log = cosmos.Log();
        other = new CosmosMessageLog(cosmos.Connect(), cosmos.Time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sees_an_old_head_and_nothing_beyond_it_but_is_told_the_last_when_it_confirms()
    {
        var head = await CommitAsync(await log.FindHeadAsync(stream, Cancel));
        cosmos.Gateway.Lag(CosmosTestAccount.Database, CosmosContainers.Log);
        head = await CommitAsync(head);
        Assert.Equal(2, (await other.FindHeadAsync(stream, Cancel)).Head.Next);
        Assert.Equal([1L], (await other.ReadAsync(stream, 1, 10, Cancel)).Select(entry => entry.First));
        Assert.Equal(head, await other.ConfirmHeadAsync(stream, Cancel));
    }

    [Fact]
    public async Task Loses_the_race_that_an_old_head_made_it_begin_and_wins_the_next()
    {
        var head = await CommitAsync(await log.FindHeadAsync(stream, Cancel));
        cosmos.Gateway.Lag(CosmosTestAccount.Database, CosmosContainers.Log);
        await CommitAsync(head);
        Assert.Null(await other.TryCommitAsync(MessageLogContract.CommitOf(await other.FindHeadAsync(stream, Cancel), 1), Cancel));
        Assert.NotNull(await other.TryCommitAsync(MessageLogContract.CommitOf(await other.FindHeadAsync(stream, Cancel), 1), Cancel));
        Assert.Equal([1L, 2L, 3L], (await other.ReadAsync(stream, 1, 10, Cancel)).Select(entry => entry.First));
    }

    [Fact]
    public async Task Confirms_the_head_of_a_segment_that_it_did_not_know_was_opened()
    {
        var head = await CommitAsync(await log.FindHeadAsync(stream, Cancel));
        cosmos.Gateway.Lag(CosmosTestAccount.Database, CosmosContainers.Log);
        head = await CommitAsync((await log.TrySealAsync(head, Cancel))!);
        Assert.Equal(head, await other.ConfirmHeadAsync(stream, Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Confirms_where_a_stream_ends_whose_segment_was_sealed_and_the_next_not_opened(bool lags)
    {
        var head = await CommitAsync(await log.FindHeadAsync(stream, Cancel));
        Assert.Equal(2, (await other.FindHeadAsync(stream, Cancel)).Head.Next);
        if (lags)
        {
            cosmos.Gateway.Lag(CosmosTestAccount.Database, CosmosContainers.Log);
        }

        head = await CommitAsync(head);
        cosmos.Network.Disturb("create log", NetworkFault.Crash);
        await Assert.ThrowsAsync<CrashException>(() => log.TrySealAsync(head, Cancel));
        var confirmed = await other.ConfirmHeadAsync(stream, Cancel);
        Assert.Equal((3L, 1), (confirmed.Head.Next, confirmed.Head.Segment));
        Assert.NotNull(await other.TryCommitAsync(MessageLogContract.CommitOf(confirmed, 1), Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keeps_a_stream_listed_that_a_trimmer_finds_idle_between_a_publishers_mark_and_its_commit(bool isNew)
    {
        if (!isNew)
        {
            var first = await CommitAsync(await log.FindHeadAsync(stream, Cancel));
            await log.TryReplaceHeadAsync(first, first.Head with { Active = false, Low = 2 }, Cancel);
        }

        var isTrimmed = false;
        cosmos.Network.Before("batch log", async () => isTrimmed = await other.TrimAsync(stream, 1, Cancel));
        StoredHead? committed;
        do
        {
            committed = await log.TryCommitAsync(MessageLogContract.CommitOf(await log.FindHeadAsync(stream, Cancel), 1), Cancel);
        }
        while (committed is null);
        Assert.True(isTrimmed);
        Assert.Equal([stream], await log.ListActiveAsync(null, 10, Cancel));
    }

    [Fact]
    public async Task Lists_nothing_that_a_publisher_marked_and_never_wrote_to()
    {
        cosmos.Network.Disturb("batch log", NetworkFault.Crash);
        await Assert.ThrowsAsync<CrashException>(async () => await CommitAsync(await log.FindHeadAsync(stream, Cancel)));
        Assert.Equal([stream], await log.ListActiveAsync(null, 10, Cancel));
        await other.TrimAsync(stream, 1, Cancel);
        Assert.Empty(await log.ListActiveAsync(null, 10, Cancel));
    }

    [Fact]
    public async Task Knows_the_ids_up_to_the_head_that_it_read()
    {
        var head = await CommitAsync(await log.FindHeadAsync(stream, Cancel));
        cosmos.Gateway.Lag(CosmosTestAccount.Database, CosmosContainers.Log);
        await log.TryCommitAsync(MessageLogContract.CommitOf(head, 1, "key"), Cancel);
        var confirmed = await other.ConfirmHeadAsync(stream, Cancel);
        Assert.Equal(3, confirmed.Head.Next);
        Assert.Equal(2, (await other.FindIdsAsync(stream, ["key"], SampleMessages.Start, Cancel))["key"]);
    }

    [Fact]
    public async Task Lists_every_subscription_that_was_added_before()
    {
        var (store, late) = (new CosmosTopicStore(cosmos.Account), new CosmosTopicStore(cosmos.Connect()));
        var topic = SampleMessages.Topic();
        await store.TryAddSubscriptionAsync(SampleMessages.Subscription(topic, "first"), Cancel);
        cosmos.Gateway.Lag(CosmosTestAccount.Database, CosmosContainers.Topics);
        await store.TryAddSubscriptionAsync(SampleMessages.Subscription(topic, "second"), Cancel);
        Assert.Null(await late.FindSubscriptionAsync(topic.Id, "second", Cancel));
        Assert.Equal(["first", "second"], (await late.ListSubscriptionsAsync(topic.Id, null, 10, Cancel)).Select(stored => stored.Subscription.Name));
    }

    public ValueTask DisposeAsync() => cosmos.DisposeAsync();

    private async Task<StoredHead> CommitAsync(StoredHead head) => (await log.TryCommitAsync(MessageLogContract.CommitOf(head, 1), Cancel))!;
}
