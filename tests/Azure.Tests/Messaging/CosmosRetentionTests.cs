using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Azure.Tests.Messaging.Simulation;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests.Messaging;
using Serverless.Core.Tests.Messaging.Cursors;

namespace Serverless.Azure.Tests.Messaging;

/// <summary>What the service removes by itself, and what it never may.</summary>
public sealed class CosmosRetentionTests : IAsyncDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    private readonly Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new(SampleMessages.Start);
    private readonly CosmosTestAccount cosmos;
    private readonly CosmosMessageLog log;
    private readonly StreamId stream = SampleMessages.Topic().Streams().First();

    public CosmosRetentionTests()
    {
        cosmos = new CosmosTestAccount(time);
        log = cosmos.Log();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_entry_outlives_what_was_promised_by_a_day_and_then_goes_by_itself()
    {
        await CommitAsync(Hour);
        time.Advance(Hour + Margin - TimeSpan.FromSeconds(1));
        await ReadsAsync(1, 1);
        Assert.Equal(SampleMessages.Start + Hour, (await log.FindEntryAsync(stream, 1, Cancel))!.KeptUntil);
        time.Advance(TimeSpan.FromSeconds(2));
        await ReadsAsync(1);
        Assert.Equal((2L, 1L), ((await log.FindHeadAsync(stream, Cancel)).Head.Next, (await log.FindHeadAsync(stream, Cancel)).Head.Low));
    }

    [Fact]
    public async Task An_entry_that_nothing_was_promised_of_stays()
    {
        await CommitAsync(null);
        time.Advance(TimeSpan.FromDays(10_000));
        await ReadsAsync(1, 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_entry_goes_before_an_earlier_one_though_the_age_was_lowered_in_between(bool seals)
    {
        await CommitAsync(10 * Hour);
        if (seals)
        {
            await log.TrySealAsync(await log.FindHeadAsync(stream, Cancel), Cancel);
        }

        time.Advance(Hour);
        await CommitAsync(Hour);
        // Another process, and after the head was written for another reason.
        var head = await log.FindHeadAsync(stream, Cancel);
        await log.TryReplaceHeadAsync(head, head.Head with { Epoch = 1 }, Cancel);
        var other = cosmos.Log();
        await CommitAsync(Hour, other);
        Assert.All(await log.ReadAsync(stream, 1, 10, Cancel), entry => Assert.Equal(SampleMessages.Start + (10 * Hour), entry.KeptUntil));
        time.Advance((9 * Hour) + Margin - TimeSpan.FromSeconds(1));
        await ReadsAsync(1, 1, 2, 3);
        time.Advance(TimeSpan.FromSeconds(2));
        await ReadsAsync(2);
        time.Advance(9 * Hour);
        await CommitAsync(Hour);
        Assert.Equal(time.GetUtcNow() + Hour, (await log.FindEntryAsync(stream, 4, Cancel))!.KeptUntil);
    }

    [Fact]
    public async Task Trimming_leaves_to_the_service_what_is_over_and_removes_the_rest()
    {
        for (var minute = 0; minute < 300; minute++)
        {
            await CommitAsync(Hour);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        cosmos.Network.TakeRequests();
        await TrimAsync(281);
        Assert.InRange(cosmos.Network.TakeRequests().Count(request => request == "query log"), 3, 15);

        // What was left is not looked for again.
        await TrimAsync(281);
        Assert.Single(cosmos.Network.TakeRequests(), request => request == "query log");

        // What was committed in the last hour is not over yet; the rest goes by itself.
        await StoresAsync(Enumerable.Range(1, 241).Concat(Enumerable.Range(281, 20)));
        time.Advance(Margin);
        await StoresAsync(Enumerable.Range(281, 20));
    }

    [Fact]
    public async Task A_longer_age_holds_for_what_is_published_after_it_and_nothing_stops_at_what_was_published_before()
    {
        using var process = Process(out var topics);
        var topic = SampleMessages.Topic() with { MaxAge = Hour };
        var subscription = await SubscribeAsync(process, topics, topic);
        await process.Consuming.Publishing.PublishOneAsync(topic, "old");
        var stored = (await topics.FindTopicAsync(topic.Name, Cancel))!;
        await topics.TryReplaceTopicAsync(stored, topic with { MaxAge = 10 * Hour }, Cancel);
        await process.Consuming.Publishing.PublishOneAsync(topic with { MaxAge = 10 * Hour }, "new");
        time.Advance(2 * Hour);
        await process.Trimmer.RunAsync(Cancel);
        Assert.Equal("new", SampleMessages.Text(Assert.Single(await process.Consuming.PullAsync(topic, subscription)).Message));
        Assert.Equal(2, (await log.FindHeadAsync(topic.Streams().First(), Cancel)).Head.Low);
    }

    [Fact]
    public async Task Trimming_that_did_not_run_for_days_passes_over_what_went_by_itself()
    {
        using var process = Process(out var topics);
        var topic = SampleMessages.Topic() with { MaxAge = Hour };
        var subscription = await SubscribeAsync(process, topics, topic);
        await process.Consuming.Publishing.PublishOneAsync(topic, "old");
        time.Advance(TimeSpan.FromDays(3));
        await process.Consuming.Publishing.PublishOneAsync(topic, "new");
        await process.Trimmer.RunAsync(Cancel);
        Assert.Equal("new", SampleMessages.Text(Assert.Single(await process.Consuming.PullAsync(topic, subscription)).Message));
    }

    [Fact]
    public async Task A_dead_letter_is_kept_as_long_as_a_topic_may_keep_anything()
    {
        using var process = Process(out var topics);
        var subscription = await SubscribeAsync(process, topics, SampleMessages.Topic());
        await process.Consuming.Publishing.PublishOneAsync(DeadLetterStream.AsTopic(subscription), "letter");
        time.Advance(TimeSpan.FromDays(365));
        Assert.NotNull(await log.FindEntryAsync(DeadLetterStream.Of(subscription.Id), 1, Cancel));
    }

    [Fact]
    public async Task Purging_leaves_nothing_to_the_service()
    {
        await CommitAsync(Hour);
        await CommitAsync(Hour);
        time.Advance(2 * Hour);
        while (!await log.PurgeAsync(stream, time.GetUtcNow(), Cancel))
        {
        }

        await StoresAsync([]);
    }

    [Fact]
    public async Task A_commit_of_a_hundred_ids_is_three_operations_and_one_query_finds_them_all()
    {
        string[] keys = [.. Enumerable.Range(0, PackedEntry.MaxMessages).Select(i => $"key-{i}")];
        var head = await log.FindHeadAsync(stream, Cancel);
        Assert.NotNull(await log.TryCommitAsync(MessageLogContract.CommitOf(head, keys.Length, keys), Cancel));
        Assert.Equal(3, cosmos.Gateway.TakeBatchOperations());
        cosmos.Network.TakeRequests();
        var found = await cosmos.Log().FindIdsAsync(stream, [.. keys, "unknown"], SampleMessages.Start, Cancel);
        Assert.Equal(keys.Select((key, i) => (key, i + 1L)), found.Select(id => (id.Key, id.Value)).OrderBy(id => id.Value));
        Assert.Equal(2, cosmos.Network.TakeRequests().Count(request => request == "query log"));
        time.Advance((2 * MessageIdentity.Window) + TimeSpan.FromSeconds(1));
        Assert.Empty(await cosmos.Log().FindIdsAsync(stream, keys, SampleMessages.Start, Cancel));
    }

    [Fact]
    public async Task Marks_of_active_streams_are_spread_over_the_partitions()
    {
        var topic = SampleMessages.Topic(shards: 64);
        var others = Enumerable.Range(0, 5).SelectMany(_ => SampleMessages.Topic(shards: 64).Streams());
        foreach (var each in topic.Streams().Concat(others))
        {
            Assert.NotNull(await log.TryCommitAsync(MessageLogContract.CommitOf(await log.FindHeadAsync(each, Cancel), 1), Cancel));
        }

        var container = cosmos.Gateway.Account.Find(CosmosTestAccount.Database, CosmosContainers.Log);
        var counts = Enumerable.Range(0, 32).Select(place => container.Read($"active.{place}", null).Partition.Items.Count).ToArray();
        Assert.Equal(384, counts.Sum());
        Assert.All(counts, count => Assert.InRange(count, 1, 36));
    }

    public ValueTask DisposeAsync() => cosmos.DisposeAsync();

    private async Task CommitAsync(TimeSpan? keptFor, CosmosMessageLog? by = null)
    {
        by ??= log;
        var commit = MessageLogContract.CommitOf(await by.FindHeadAsync(stream, Cancel), 1);
        Assert.NotNull(await by.TryCommitAsync(commit with { Entry = commit.Entry with { CommittedAt = time.GetUtcNow() }, KeptFor = keptFor }, Cancel));
    }

    private LogProcess Process(out InMemoryTopicStore topics)
    {
        topics = new InMemoryTopicStore();
        return new LogProcess(0, 1, new LogHistory.Stores(cosmos.Gateway, new InMemoryCursorStore(), topics, time), new RequestGate(new Random(1)) { IsOpen = true }, LogBug.None);
    }

    private static async Task<Subscription> SubscribeAsync(LogProcess process, InMemoryTopicStore topics, Topic topic)
    {
        await topics.TryAddTopicAsync(topic, Cancel);
        var subscription = SampleMessages.Subscription(topic);
        await topics.TryAddSubscriptionAsync(subscription, Cancel);
        await process.Consuming.Cursors.TryCreateAsync(topic, subscription, Cancel);
        return subscription;
    }

    private async Task TrimAsync(long low)
    {
        while (!await log.TrimAsync(stream, low, Cancel))
        {
        }
    }

    private async Task ReadsAsync(long from, params long[] firsts) =>
        Assert.Equal(firsts, (await cosmos.Log().ReadAsync(stream, from, 10, Cancel)).Select(entry => entry.First));

    private async Task StoresAsync(IEnumerable<int> firsts)
    {
        var found = new List<int>();
        for (var number = 1; number <= 300; number++)
        {
            if (await log.FindEntryAsync(stream, number, Cancel) is { } entry && entry.First == number)
            {
                found.Add(number);
            }
        }

        Assert.Equal(firsts, found);
    }
}
