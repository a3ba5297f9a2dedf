namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Where Redis believes a link for as long as a process does, all that is old ends by its age.</summary>
public sealed class LinkInterleavingTests(SharedRedis redis) : LinkInterleavings(redis, TimeSpan.FromSeconds(30))
{
    [Fact]
    public async Task A_link_that_passed_through_the_shared_cache_still_ends_thirty_seconds_after_its_row_was_read()
    {
        var (first, second) = (Start(), Start());
        await AddAsync();
        await first.FollowAsync(Key);
        Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(Old, await second.FollowAsync(Key));
        await ReplaceAsync();
        Assert.Equal(Old, await second.FollowAsync(Key));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(New, await second.FollowAsync(Key));
    }

    [Fact]
    public async Task Who_hears_of_a_change_reads_the_row_even_if_the_mark_was_forgotten_and_an_old_value_put_back()
    {
        var (editor, listener, slow) = (Start(), await StartAsync(), Start());
        await AddAsync();
        var gate = slow.Shared.HoldNextAdd();
        var reading = slow.FollowAsync(Key);
        await gate.Reached;
        await ChangeAsync(editor);
        await listener.Shared.HearAsync();
        await EvictAsync();
        gate.Open();
        await reading;
        Assert.Equal(Old, await Start().FollowAsync(Key));
        Assert.Equal((New, New), (await listener.FollowAsync(Key), await editor.FollowAsync(Key)));
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((New, New), (await slow.FollowAsync(Key), await Start().FollowAsync(Key)));
    }

    [Fact]
    public async Task A_fill_that_comes_when_the_mark_is_long_gone_is_dead_on_arrival()
    {
        var (editor, slow) = (Start(), Start());
        await AddAsync();
        var gate = slow.Shared.HoldNextAdd();
        var reading = slow.FollowAsync(Key);
        await gate.Reached;
        await ChangeAsync(editor);
        await EvictAsync();
        Time.Advance(TimeSpan.FromSeconds(61));
        gate.Open();
        await reading;
        Assert.Equal((New, New), (await slow.FollowAsync(Key), await Start().FollowAsync(Key)));
    }
}
