using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Redis;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Links;
using StackExchange.Redis;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>No order of reads, changes, marks and messages between instances brings an old link back for long, however long Redis believes links.</summary>
public abstract class LinkInterleavings(SharedRedis redis, TimeSpan lifetime) : IClassFixture<SharedRedis>, IAsyncDisposable
{
    protected const string Old = "https://example.com/old";
    protected const string New = "https://example.com/new";

    private readonly FakeTimeProvider time = new(SampleLinks.Start);
    private readonly InMemoryLinkStore links = new();
    private readonly List<RedisConnection> connections = [];
    private readonly List<FollowingInstance> instances = [];
    private readonly string key = "k" + Guid.NewGuid().ToString("n")[..12];

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Time => time;

    protected InMemoryLinkStore Links => links;

    protected string Key => key;

    public async ValueTask DisposeAsync()
    {
        instances.ForEach(instance => instance.Dispose());
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_change_is_seen_by_all_who_hear_of_it_and_by_the_one_who_made_it()
    {
        var (editor, other) = (await StartAsync(), await StartAsync());
        await AddAsync();
        Assert.Equal((Old, Old), (await editor.FollowAsync(key), await other.FollowAsync(key)));
        await ChangeAsync(editor);
        Assert.Equal(New, await editor.FollowAsync(key));
        await other.Shared.HearAsync();
        Assert.Equal(New, await other.FollowAsync(key));
    }

    [Fact]
    public async Task A_row_is_read_once_for_all_instances()
    {
        var (first, second) = (Start(), Start());
        await AddAsync();
        await first.FollowAsync(key);
        Assert.Equal(Old, await second.FollowAsync(key));
        Assert.Equal((1, 0), (first.Store.Reads, second.Store.Reads));
    }

    [Fact]
    public async Task A_reader_who_holds_the_old_row_does_not_keep_it_once_the_message_has_come()
    {
        var (editor, reader) = (await StartAsync(), await StartAsync());
        await AddAsync();
        var gate = reader.Store.HoldNextRead();
        var reading = reader.FollowAsync(key);
        await gate.Reached;
        await ChangeAsync(editor);
        await reader.Shared.HearAsync();
        gate.Open();
        Assert.Equal(Old, await reading);
        Assert.Equal(New, await reader.FollowAsync(key));
        Assert.Equal((New, New), (await editor.FollowAsync(key), await Start().FollowAsync(key)));
    }

    [Fact]
    public async Task Who_comes_after_the_message_does_not_join_a_read_from_before()
    {
        var (editor, reader) = (await StartAsync(), await StartAsync());
        await AddAsync();
        var gate = reader.Store.HoldNextRead();
        var early = reader.FollowAsync(key);
        await gate.Reached;
        await ChangeAsync(editor);
        await reader.Shared.HearAsync();
        Assert.Equal(New, await reader.FollowAsync(key));
        gate.Open();
        await early;
        Assert.Equal(New, await reader.FollowAsync(key));
    }

    [Fact]
    public async Task A_deaf_reader_whose_fill_meets_the_mark_believes_its_find_for_five_seconds()
    {
        var (editor, deaf) = (Start(), Start());
        await AddAsync();
        var gate = deaf.Store.HoldNextRead();
        var reading = deaf.FollowAsync(key);
        await gate.Reached;
        await ChangeAsync(editor);
        gate.Open();
        Assert.Equal((Old, Old), (await reading, await deaf.FollowAsync(key)));
        Assert.Equal(New, await Start().FollowAsync(key));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(New, await deaf.FollowAsync(key));
    }

    [Fact]
    public async Task A_deaf_reader_sees_a_change_within_thirty_seconds()
    {
        var (editor, deaf) = (Start(), Start());
        await AddAsync();
        await deaf.FollowAsync(key);
        await ChangeAsync(editor);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(New, await deaf.FollowAsync(key));
    }

    [Fact]
    public async Task An_old_value_filled_just_before_the_mark_is_replaced_by_it()
    {
        var (editor, reader) = (await StartAsync(), Start());
        await AddAsync();
        await ReplaceAsync(afterRead: () => reader.FollowAsync(key));
        await editor.Invalidations.InvalidateAsync(key);
        Assert.Equal((New, New), (await editor.FollowAsync(key), await Start().FollowAsync(key)));
    }

    [Fact]
    public async Task The_editor_reads_the_row_while_its_mark_is_on_the_way()
    {
        var (editor, reader) = (Start(), Start());
        await AddAsync();
        await reader.FollowAsync(key);
        await ReplaceAsync();
        editor.Shared.MarksTo = new MissingSharedLinkCache();
        await editor.Invalidations.InvalidateAsync(key);
        Assert.Equal(New, await editor.FollowAsync(key));
    }

    [Fact]
    public async Task An_old_value_found_just_before_the_mark_is_not_kept_once_the_message_has_come()
    {
        var (editor, reader, filler) = (await StartAsync(), await StartAsync(), Start());
        await AddAsync();
        await filler.FollowAsync(key);
        var gate = reader.Shared.HoldNextFound();
        var reading = reader.FollowAsync(key);
        await gate.Reached;
        await ChangeAsync(editor);
        await reader.Shared.HearAsync();
        gate.Open();
        Assert.Equal(Old, await reading);
        Assert.Equal(New, await reader.FollowAsync(key));
    }

    [Fact]
    public async Task Everything_is_read_anew_when_messages_may_have_been_missed()
    {
        var reader = await StartAsync();
        await AddAsync();
        await reader.FollowAsync(key);
        await ReplaceAsync();
        await EvictAsync();
        reader.Shared.Missed!();
        Assert.Equal(New, await reader.FollowAsync(key));
    }

    [Fact]
    public async Task Who_asks_when_a_read_is_older_than_a_link_is_believed_does_not_take_what_it_brings()
    {
        var reader = Start();
        await AddAsync();
        var gate = reader.Store.HoldNextRead();
        var early = reader.FollowAsync(key);
        await gate.Reached;
        await ReplaceAsync();
        time.Advance(TimeSpan.FromSeconds(31));
        // As long by the clock of Redis, which the test's does not move.
        reader.Shared.HeldFor = 31_000;
        var late = reader.FollowAsync(key);
        gate.Open();
        Assert.Equal((Old, New), (await early, await late));
    }

    [Fact]
    public async Task A_deletion_is_seen_as_a_change_is()
    {
        var (editor, other) = (await StartAsync(), await StartAsync());
        await AddAsync();
        await other.FollowAsync(key);
        await links.TryReplaceAsync((await links.FindAsync(key, Cancel))!, SampleLinks.Gone(key), Cancel);
        await editor.Invalidations.InvalidateAsync(key);
        await other.Shared.HearAsync();
        Assert.Equal(("Gone", "Gone"), (await editor.FollowAsync(key), await other.FollowAsync(key)));
    }

    protected FollowingInstance Start()
    {
        var connection = new RedisConnection(redis.Configuration);
        connections.Add(connection);
        instances.Add(new FollowingInstance(links, time, new RedisLinkCache(connection, lifetime, FollowingInstance.CreateMetrics(), time, subscribing: TimeProvider.System)));
        return instances[^1];
    }

    protected async Task<FollowingInstance> StartAsync()
    {
        var instance = Start();
        await instance.ListenAsync();
        return instance;
    }

    protected async Task AddAsync() => Assert.True(await links.TryAddAsync(SampleLinks.Link(key) with { Url = Old }, Cancel));

    protected async Task ChangeAsync(FollowingInstance editor)
    {
        await ReplaceAsync();
        await editor.Invalidations.InvalidateAsync(key);
    }

    protected async Task ReplaceAsync(Func<Task>? afterRead = null)
    {
        var current = (await links.FindAsync(key, Cancel))!;
        await (afterRead?.Invoke() ?? Task.CompletedTask);
        Assert.True(await links.TryReplaceAsync(current, new LinkRow.Live(SampleLinks.Link(key) with { Url = New }), Cancel));
    }

    protected Task EvictAsync() => DirectlyAsync(database => database.KeyDeleteAsync("link:" + key));

    /// <summary>Does something in Redis past the cache.</summary>
    protected async Task<T> DirectlyAsync<T>(Func<IDatabase, Task<T>> operation)
    {
        await using var direct = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        return await operation(direct.GetDatabase());
    }
}
