using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging;

/// <summary>What every <see cref="IMessageLog"/> does.</summary>
public abstract partial class MessageLogContract
{
    private const int Racers = 16;

    private readonly StreamId stream = SampleMessages.Topic().Streams().First();

    /// <summary>The log under test, one for the whole test.</summary>
    protected abstract IMessageLog Log { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Begins_with_an_initial_head_and_nothing_to_read()
    {
        Assert.Equal(new StoredHead(stream, StreamHead.Initial, null), await Log.FindHeadAsync(stream, Cancel));
        Assert.Empty(await Log.ReadAsync(stream, 1, 100, Cancel));
        Assert.Null(await Log.FindEntryAsync(stream, 1, Cancel));
        Assert.True(await Log.TrimAsync(stream, 1, Cancel));
        Assert.True(await Log.PurgeAsync(stream, SampleMessages.Start, Cancel));
    }

    [Fact]
    public async Task Gives_back_an_entry_and_the_head_as_committed()
    {
        var commit = CommitOf(await Log.FindHeadAsync(stream, Cancel), 3, "key");
        var head = await Log.TryCommitAsync(commit, Cancel);
        Assert.Equal(commit.Next, head?.Head);
        Assert.Equal(head, await Log.FindHeadAsync(stream, Cancel));
        var read = Assert.Single(await Log.ReadAsync(stream, 1, 100, Cancel));
        Same(commit.Entry, read);
    }

    [Fact]
    public async Task Keeps_an_entry_of_the_greatest_size()
    {
        var commit = CommitOf(await Log.FindHeadAsync(stream, Cancel), 100);
        var body = new byte[PackedEntry.MaxBytes];
        new Random(1).NextBytes(body);
        Assert.NotNull(await Log.TryCommitAsync(commit with { Entry = commit.Entry with { Body = body } }, Cancel));
        Same(commit.Entry with { Body = body }, Assert.Single(await Log.ReadAsync(stream, 100, 1, Cancel)));
    }

    [Fact]
    public async Task Refuses_a_commit_on_a_head_that_was_replaced_and_writes_nothing()
    {
        var initial = await Log.FindHeadAsync(stream, Cancel);
        var first = await CommitAsync(initial, 2, "first");
        Assert.Null(await Log.TryCommitAsync(CommitOf(initial, 1, "second"), Cancel));
        var second = await CommitAsync(first, 1);
        Assert.Null(await Log.TryCommitAsync(CommitOf(first, 5, "second"), Cancel));
        Assert.Equal(second, await Log.FindHeadAsync(stream, Cancel));
        Assert.Equal([1, 3], (await Log.ReadAsync(stream, 1, 100, Cancel)).Select(entry => entry.First));
        Assert.Empty(await Log.FindIdsAsync(stream, ["second"], SampleMessages.Start, Cancel));
    }

    [Fact]
    public async Task Lets_one_of_many_commits_win()
    {
        var head = await Log.FindHeadAsync(stream, Cancel);
        for (var round = 0; round < 3; round++)
        {
            var commits = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => Log.TryCommitAsync(CommitOf(head, 1), Cancel)));
            head = Assert.Single(commits, won => won is not null)!;
        }

        Assert.Equal(4, (await Log.FindHeadAsync(stream, Cancel)).Head.Next);
    }

    [Fact]
    public async Task Reads_from_any_number_until_there_are_enough_messages()
    {
        var head = await CommitAsync(await CommitAsync(await CommitAsync(await Log.FindHeadAsync(stream, Cancel), 3), 2), 4);
        Assert.Equal(10, head.Head.Next);
        await ReadsAsync(1, 3, 1);
        await ReadsAsync(2, 3, 1, 4);
        await ReadsAsync(3, 100, 1, 4, 6);
        await ReadsAsync(4, 3, 4, 6);
        await ReadsAsync(9, 1, 6);
        Assert.Empty(await FirstsAsync(10, 100));
        Assert.Empty(await FirstsAsync(0, 100));
    }

    [Fact]
    public async Task Reads_no_more_than_a_few_megabytes_at_once()
    {
        var head = await Log.FindHeadAsync(stream, Cancel);
        for (var i = 0; i < 6; i++)
        {
            var commit = CommitOf(head, 1);
            head = (await Log.TryCommitAsync(commit with { Entry = commit.Entry with { Body = new byte[PackedEntry.MaxBytes] } }, Cancel))!;
        }

        await ReadsAsync(1, 100, 1, 2, 3, 4);
    }

    [Fact]
    public async Task Finds_the_entry_at_or_before_a_number()
    {
        await CommitAsync(await CommitAsync(await Log.FindHeadAsync(stream, Cancel), 3), 2);
        foreach (var (sequence, first) in new[] { (1, 1), (3, 1), (4, 4), (5, 4), (99, 4) })
        {
            var entry = await Log.FindEntryAsync(stream, sequence, Cancel);
            Assert.Equal((first, 0), (entry!.First, entry.Body.Length));
        }

        Assert.Null(await Log.FindEntryAsync(stream, 0, Cancel));
    }

    [Fact]
    public async Task Tells_streams_apart()
    {
        var sibling = stream with { Shard = 1 };
        await CommitAsync(await Log.FindHeadAsync(stream, Cancel), 3, "key");
        Assert.Equal(1, (await Log.FindHeadAsync(sibling, Cancel)).Head.Next);
        await CommitAsync(await Log.FindHeadAsync(sibling, Cancel), 1);
        Assert.Empty(await Log.FindIdsAsync(sibling, ["key"], SampleMessages.Start, Cancel));
        await ReadsAsync(1, 100, 1);
        Assert.Null(await Log.FindEntryAsync(sibling, 0, Cancel));
        Assert.True(await Log.TrimAsync(sibling, 2, Cancel));
        Assert.True(await Log.PurgeAsync(sibling, SampleMessages.Start, Cancel));
        await ReadsAsync(1, 100, 1);
    }

    [Fact]
    public async Task Remembers_ids_until_they_expire()
    {
        var head = await CommitAsync(await Log.FindHeadAsync(stream, Cancel), 2, "a", "b");
        Assert.Equal([("a", 1L), ("b", 2L)], await IdsAsync(SampleMessages.Start.AddMinutes(10).AddTicks(-1)));
        Assert.Empty(await IdsAsync(SampleMessages.Start.AddMinutes(10)));
        head = await Log.TrySealAsync(head, Cancel);
        Assert.Equal([("a", 1L), ("b", 2L)], await IdsAsync(SampleMessages.Start));
        await Log.TryCommitAsync(CommitOf(head!, 1) with { Ids = [new PublishedId("a", 3)], IdsExpireAt = SampleMessages.Start.AddMinutes(20) }, Cancel);
        Assert.Equal([("a", 3L)], await IdsAsync(SampleMessages.Start.AddMinutes(10)));
    }

    [Fact]
    public async Task Remembers_tickets_for_a_day_however_often_the_stream_was_sealed()
    {
        var head = await CommitAsync(await Log.FindHeadAsync(stream, Cancel), 3, "a", "~t", "~u");
        for (var hour = 1; hour <= 3; hour++)
        {
            var commit = CommitOf((await Log.TrySealAsync(head, Cancel))!, 1);
            var at = SampleMessages.Start.AddHours(hour);
            head = (await Log.TryCommitAsync(commit with { Next = commit.Next with { CommittedAt = at }, Entry = commit.Entry with { CommittedAt = at } }, Cancel))!;
        }

        var end = SampleMessages.Start.AddDays(1);
        Assert.True(await Log.ForgetIdsAsync(end.AddTicks(-1), Cancel));
        Assert.Equal([("~t", 2L), ("~u", 3L)], await FoundAsync(end.AddTicks(-1)));
        Assert.Empty(await FoundAsync(end));
        while (!await Log.ForgetIdsAsync(end, Cancel))
        {
        }

        Assert.Empty(await FoundAsync(end));

        async Task<(string, long)[]> FoundAsync(DateTimeOffset now) =>
            [.. (await Log.FindIdsAsync(stream, ["a", "~t", "~u", "~none"], now, Cancel)).Select(pair => (pair.Key, pair.Value)).Order()];
    }

    [Fact]
    public async Task Forgets_ids_that_have_expired_and_no_others()
    {
        var keys = Enumerable.Range(0, PackedEntry.MaxMessages).Select(i => $"key-{i}").ToArray();
        var head = await CommitAsync(await Log.FindHeadAsync(stream, Cancel), keys.Length, keys);
        await Log.TryCommitAsync(CommitOf(head, 1) with { Ids = [new PublishedId("late", 101)], IdsExpireAt = SampleMessages.Start.AddMinutes(31) }, Cancel);
        while (!await Log.ForgetIdsAsync(SampleMessages.Start.AddMinutes(30), Cancel))
        {
        }

        Assert.Equal(["late"], (await Log.FindIdsAsync(stream, [.. keys, "late"], SampleMessages.Start.AddMinutes(30), Cancel)).Keys);
    }

    [Fact]
    public async Task Opens_a_new_segment_and_numbers_on()
    {
        var head = await CommitAsync(await Log.FindHeadAsync(stream, Cancel), 2);
        var sealedHead = await Log.TrySealAsync(head, Cancel);
        Assert.Equal((1, 0L, 3L), (sealedHead!.Head.Segment, sealedHead.Head.SegmentBytes, sealedHead.Head.Next));
        Assert.Null(await Log.TrySealAsync(head, Cancel));
        Assert.Null(await Log.TryCommitAsync(CommitOf(head, 1), Cancel));
        await CommitAsync(sealedHead, 1);
        await ReadsAsync(1, 100, 1, 3);
    }

    [Fact]
    public async Task Lists_active_streams()
    {
        var topic = SampleMessages.Topic(shards: 12);
        var heads = new List<StoredHead>();
        foreach (var each in topic.Streams())
        {
            heads.Add(await CommitAsync(await Log.FindHeadAsync(each, Cancel), 1));
        }

        var idle = await Log.TryReplaceHeadAsync(heads[3], heads[3].Head with { Active = false, Low = 2 }, Cancel);
        Assert.Equal(idle, await Log.FindHeadAsync(heads[3].Stream, Cancel));
        Assert.Equal(topic.Streams().Where(each => each.Shard != 3), (await ActiveAsync(topic, 5)).OrderBy(each => each.Shard));
        Assert.Equal(await ActiveAsync(topic, 1), await ActiveAsync(topic, 1_000));
        await CommitAsync(idle!, 1);
        Assert.Equal(12, (await ActiveAsync(topic, 1_000)).Length);
    }

    [Fact]
    public async Task Trims_whole_entries_below_the_mark()
    {
        await CommitAsync(await CommitAsync(await CommitAsync(await Log.FindHeadAsync(stream, Cancel), 3), 2), 4);
        await TrimAsync(5);
        Assert.Empty(await FirstsAsync(1, 100));
        await ReadsAsync(4, 100, 4, 6);
        await TrimAsync(6);
        await ReadsAsync(6, 100, 6);
        await TrimAsync(10);
        Assert.Empty(await FirstsAsync(6, 100));
        Assert.Equal(10, (await Log.FindHeadAsync(stream, Cancel)).Head.Next);
    }

    [Fact]
    public async Task Trims_and_purges_any_number_of_entries()
    {
        var head = await Log.FindHeadAsync(stream, Cancel);
        for (var i = 0; i < 450; i++)
        {
            head = await CommitAsync(head, 1);
        }

        await TrimAsync(420);
        Assert.Equal(420, (await FirstsAsync(420, 1))[0]);
        var closed = await CloseAsync(head);
        while (!await Log.PurgeAsync(stream, SampleMessages.Start, Cancel))
        {
        }

        Assert.Equal(closed.Head, (await Log.FindHeadAsync(stream, Cancel)).Head);
        Assert.Empty(await Log.ReadAsync(stream, 430, 100, Cancel));
        Assert.Null(await Log.TryCommitAsync(CommitOf(head, 1), Cancel));
    }

    [Fact]
    public async Task Keeps_what_a_head_says_besides_its_end()
    {
        var head = await CommitAsync(await Log.FindHeadAsync(stream, Cancel), 2);
        var changed = head.Head with { Epoch = 3, ClosedAt = SampleMessages.Start, Active = false, Low = 2 };
        Assert.Equal(changed, (await Log.TryReplaceHeadAsync(head, changed, Cancel))?.Head);
        Assert.Equal(changed, (await Log.FindHeadAsync(stream, Cancel)).Head);
        Assert.Equal(changed, (await Log.ConfirmHeadAsync(stream, Cancel)).Head);
        Assert.Null(await Log.TryReplaceHeadAsync(head, head.Head, Cancel));
    }

    [Fact]
    public async Task Lets_nobody_begin_a_stream_that_was_closed_before_it_began()
    {
        var initial = await Log.FindHeadAsync(stream, Cancel);
        await CloseAsync(initial);
        Assert.Null(await Log.TryCommitAsync(CommitOf(initial, 1), Cancel));
        Assert.True(await Log.PurgeAsync(stream, SampleMessages.Start, Cancel));
        Assert.Null(await Log.TryCommitAsync(CommitOf(initial, 1), Cancel));
        // A commit that was refused may have announced its stream: that goes with the closed head.
        Assert.True(await Log.PurgeAsync(stream, SampleMessages.Start + IMessageLog.ClosedFor, Cancel));
        Assert.Empty(await Log.ListActiveAsync(null, 10, Cancel));
    }

    [Fact]
    public async Task Keeps_the_head_of_a_closed_stream_for_a_day_whatever_else_is_purged()
    {
        var initial = await Log.FindHeadAsync(stream, Cancel);
        await CloseAsync(await CommitAsync(await Log.TrySealAsync(await CommitAsync(initial, 1), Cancel) ?? initial, 1));
        Assert.True(await Log.PurgeAsync(stream, SampleMessages.Start, Cancel));
        Assert.True(await Log.PurgeAsync(stream with { Shard = 1 }, SampleMessages.Start + IMessageLog.ClosedFor, Cancel));
        Assert.NotNull((await Log.FindHeadAsync(stream, Cancel)).Head.ClosedAt);
        Assert.Null(await Log.TryCommitAsync(CommitOf(initial, 1), Cancel));
    }

    public static LogCommit CommitOf(StoredHead current, int count, params string[] keys)
    {
        var first = current.Head.Next;
        var body = MessagePacking.Join([.. Enumerable.Range(0, count).Select(i => MessagePacking.Pack(SampleMessages.Message($"{first + i}")))]);
        var entry = new PackedEntry(first, count, Guid.NewGuid(), SampleMessages.Start, body);
        var next = current.Head with
        {
            Next = entry.Next,
            Active = true,
            SegmentBytes = current.Head.SegmentBytes + body.Length,
            SegmentStartedAt = SampleMessages.Start,
            CommittedAt = SampleMessages.Start,
        };
        return new LogCommit(current, next, entry, [.. keys.Select((key, i) => new PublishedId(key, first + i))])
        {
            IdsExpireAt = SampleMessages.Start.AddMinutes(10),
            TicketsExpireAt = SampleMessages.Start.AddDays(1),
        };
    }

    private async Task<StoredHead> CommitAsync(StoredHead current, int count, params string[] keys)
    {
        var head = await Log.TryCommitAsync(CommitOf(current, count, keys), Cancel);
        Assert.NotNull(head);
        return head;
    }

    private async Task<StoredHead> CloseAsync(StoredHead current)
    {
        var closed = await Log.TryReplaceHeadAsync(current, current.Head with { ClosedAt = SampleMessages.Start, Active = false }, Cancel);
        Assert.NotNull(closed?.Head.ClosedAt);
        return closed;
    }

    private async Task TrimAsync(long low)
    {
        while (!await Log.TrimAsync(stream, low, Cancel))
        {
        }
    }

    private async Task ReadsAsync(long from, int messages, params long[] firsts) => Assert.Equal(firsts, await FirstsAsync(from, messages));

    private async Task<long[]> FirstsAsync(long from, int messages) =>
        [.. (await Log.ReadAsync(stream, from, messages, Cancel)).Select(entry => entry.First)];

    private async Task<(string, long)[]> IdsAsync(DateTimeOffset now) =>
        [.. (await Log.FindIdsAsync(stream, ["a", "b", "c"], now, Cancel)).Select(pair => (pair.Key, pair.Value)).Order()];

    private async Task<StreamId[]> ActiveAsync(Topic topic, int limit)
    {
        var found = new List<StreamId>();
        IReadOnlyList<StreamId> page;
        while ((page = await Log.ListActiveAsync(found.Count == 0 ? null : found[^1], limit, Cancel)).Count > 0)
        {
            found.AddRange(page);
        }

        return [.. found.Where(each => each.TopicId == topic.Id)];
    }

    private static void Same(PackedEntry expected, PackedEntry actual)
    {
        Assert.Equal(expected with { Body = default }, actual with { Body = default });
        Assert.True(expected.Body.Span.SequenceEqual(actual.Body.Span));
    }
}
