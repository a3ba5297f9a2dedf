using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Core.UrlShortening.Forgetting;
using Serverless.Core.UrlShortening.Links;
using StackExchange.Redis;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Where Redis believes a link for a day, the message from before the change has it forgotten, whatever was lost.</summary>
public sealed class LongLivedLinkInterleavingTests(SharedRedis redis) : LinkInterleavings(redis, TimeSpan.FromDays(1))
{
    private readonly ListWorkQueue queue = new();

    [Fact]
    public async Task A_row_is_not_read_again_for_hours()
    {
        var (first, second) = (Start(), Start());
        await AddAsync();
        await first.FollowAsync(Key);
        Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal((Old, Old), (await first.FollowAsync(Key), await second.FollowAsync(Key)));
        Assert.Equal((1, 0), (first.Store.Reads, second.Store.Reads));
    }

    [Fact]
    public async Task A_row_is_read_again_after_a_day_though_redis_still_has_it()
    {
        var (first, second) = (Start(), Start());
        await AddAsync();
        await first.FollowAsync(Key);
        await ReplaceAsync();
        Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(New, await second.FollowAsync(Key));
    }

    [Fact]
    public async Task A_link_ends_on_time_in_redis_too()
    {
        var (first, second) = (Start(), Start());
        await Links.TryAddAsync(new LinkRow.Live(SampleLinks.Link(Key) with { Url = Old, ExpiresAt = Time.GetUtcNow().AddHours(1) }), Cancel);
        await first.FollowAsync(Key);
        Assert.InRange((await DirectlyAsync(database => database.KeyTimeToLiveAsync("link:" + Key)))!.Value.TotalMinutes, 50, 60);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("Gone", await second.FollowAsync(Key));
    }

    [Fact]
    public async Task The_message_makes_up_for_a_writer_that_died_right_after_the_row()
    {
        var (editor, reader) = (Start(), Start());
        await AddAsync();
        await reader.FollowAsync(Key);
        await WriteAsync(editor);
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(Old, await reader.FollowAsync(Key));
        await LookAsync(editor);
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((New, New), (await reader.FollowAsync(Key), await Start().FollowAsync(Key)));
    }

    [Fact]
    public async Task The_message_waits_for_a_writer_that_stands_still()
    {
        var (editor, reader) = (Start(), Start());
        await AddAsync();
        await reader.FollowAsync(Key);
        await WriteAsync(editor, standStill: async () =>
        {
            await LookAsync(editor);
            await LookAsync(editor);
        });
        Assert.Equal(Old, await Start().FollowAsync(Key));
        await LookAsync(editor);
        Assert.Equal(New, await Start().FollowAsync(Key));
    }

    [Fact]
    public async Task The_second_mark_makes_up_for_a_failover_that_forgot_the_first()
    {
        var (editor, reader) = (Start(), Start());
        await AddAsync();
        await reader.FollowAsync(Key);
        var old = await DirectlyAsync(database => database.StringGetAsync("link:" + Key));
        await WriteAsync(editor);
        await LookAsync(editor);
        await DirectlyAsync(database => database.StringSetAsync("link:" + Key, old, TimeSpan.FromHours(1)));
        Assert.Equal(Old, await Start().FollowAsync(Key));
        await LookAsync(editor);
        Assert.Equal(New, await Start().FollowAsync(Key));
        Assert.Empty(queue.Messages);
    }

    [Fact]
    public async Task Who_heard_of_a_change_does_not_go_back_when_a_failover_forgot_the_mark()
    {
        var (editor, listener, reader) = (Start(), await StartAsync(), Start());
        await AddAsync();
        await reader.FollowAsync(Key);
        var old = await DirectlyAsync(database => database.StringGetAsync("link:" + Key));
        await ChangeAsync(editor);
        await listener.Shared.HearAsync();
        await DirectlyAsync(database => database.StringSetAsync("link:" + Key, old, TimeSpan.FromHours(1)));
        Time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal((New, New), (await editor.FollowAsync(Key), await listener.FollowAsync(Key)));
    }

    [Fact]
    public async Task A_reader_that_stood_still_adds_nothing_once_the_mark_is_gone()
    {
        var (editor, slow) = (Start(), Start());
        await AddAsync();
        var gate = slow.Shared.HoldNextAdd();
        var reading = slow.FollowAsync(Key);
        await gate.Reached;
        await ChangeAsync(editor);
        await EvictAsync();
        slow.Shared.HeldFor = 31_000;
        gate.Open();
        await reading;
        Assert.Equal(RedisValue.Null, await DirectlyAsync(database => database.StringGetAsync("link:" + Key)));
        Assert.Equal(New, await Start().FollowAsync(Key));
    }

    [Fact]
    public async Task A_redis_that_takes_no_marks_is_marked_once_it_does()
    {
        var (editor, reader) = (Start(), Start());
        await AddAsync();
        await reader.FollowAsync(Key);
        await WriteAsync(editor);
        editor.Shared.MarksTo = new Forgetting.ScriptedSharedCache { Confirms = false };
        await LookAsync(editor);
        await LookAsync(editor);
        Assert.Equal(Old, await Start().FollowAsync(Key));
        editor.Shared.MarksTo = null;
        await LookAsync(editor);
        Assert.Equal(New, await Start().FollowAsync(Key));
    }

    /// <summary>Writes as an editor does who dies before it marks.</summary>
    private async Task WriteAsync(FollowingInstance editor, Func<Task>? standStill = null)
    {
        var writer = new LinkWriter(new PausedLinkStore(Links, standStill), editor.Shared, queue, Time);
        var current = (await writer.FindAsync(Key, Cancel))!;
        Assert.True(await writer.TryReplaceAsync(current, new LinkRow.Live(SampleLinks.Link(Key) with { Url = New }), Cancel));
    }

    /// <summary>Does what the one message says that is in the queue.</summary>
    private async Task LookAsync(FollowingInstance instance)
    {
        var forgetter = new LinkForgetter(Links, instance.Invalidations, queue, instance.Metrics, Time, NullLogger<LinkForgetter>.Instance);
        await forgetter.RunAsync(ForgetLink.Parse(queue.Messages.Dequeue())!, Cancel);
    }

    private sealed class PausedLinkStore(ILinkStore links, Func<Task>? standStill) : InterposedLinkStore(links)
    {
        public override async Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken)
        {
            await (standStill?.Invoke() ?? Task.CompletedTask);
            return await base.TryReplaceAsync(current, next, cancellationToken);
        }
    }
}
