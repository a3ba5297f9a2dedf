using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Callers;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.RateLimiting.Rules;

/// <summary>How a change of rules reaches every instance, whatever fails in between.</summary>
public sealed class RuleRefresherTests
{
    private readonly RulesCloud cloud = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_instance_that_took_a_change_applies_it_at_once()
    {
        using var instance = await cloud.StartAsync();
        await instance.PutAsync("a", 1);
        Assert.Equal(1, instance.LimitOf("a"));
        await instance.PutAsync("a", 2);
        Assert.Equal(2, instance.LimitOf("a"));
        await instance.Editor.DeleteAsync("a", _ => { }, Cancel);
        Assert.Null(instance.LimitOf("a"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_other_instance_applies_it_within_ten_seconds()
    {
        using var writer = await cloud.StartAsync();
        using var idle = await cloud.StartAsync();
        await idle.Service.StartAsync(Cancel);
        await writer.PutAsync("a", 1);
        Assert.Null(idle.LimitOf("a"));
        cloud.Time.Advance(TimeSpan.FromSeconds(10));
        await UntilAsync(() => idle.LimitOf("a") == 1, TestContext.Current.CancellationToken);
        await idle.Service.StopAsync(Cancel);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_request_starts_the_refresh_of_an_instance_that_had_no_cpu_for_timers()
    {
        using var writer = await cloud.StartAsync();
        using var other = await cloud.StartAsync();
        await writer.PutAsync("a", 1);
        other.Refresher.StartIfDue();
        Assert.Null(other.LimitOf("a"));

        cloud.Time.Advance(RuleRefresher.Every);
        other.Refresher.StartIfDue();
        await UntilAsync(() => other.LimitOf("a") == 1, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_unchanged_version_costs_one_question_and_keeps_the_set()
    {
        using var instance = await cloud.StartAsync();
        await instance.PutAsync("a", 1);
        await instance.Refresher.RefreshAsync(Cancel);
        var (asked, before) = (new List<string>(), instance.Book.Current);
        cloud.Shared.Before = name => Note(asked, name);
        cloud.Store.Before = name => Note(asked, name);
        await instance.Refresher.RefreshAsync(Cancel);
        Assert.Equal(["version"], asked);
        Assert.Same(before, instance.Book.Current);
    }

    [Fact]
    public async Task While_the_copy_is_down_instances_look_at_the_stores_and_afterwards_at_a_repaired_copy()
    {
        using var writer = await cloud.StartAsync();
        using var other = await cloud.StartAsync();
        await writer.PutAsync("a", 1);
        await other.Refresher.RefreshAsync(Cancel);

        cloud.Shared.IsDown = true;
        await writer.PutAsync("a", 2);
        await other.Refresher.RefreshAsync(Cancel);
        Assert.Equal((2, 2), (writer.LimitOf("a"), other.LimitOf("a")));

        // The copy comes back with what it had.
        cloud.Shared.IsDown = false;
        await other.Refresher.RefreshAsync(Cancel);
        Assert.Equal(2, other.LimitOf("a"));
        Assert.Equal(2, Assert.Single((await cloud.Shared.ReadAsync(Cancel))!.Snapshot.Rules).Requests);
    }

    [Fact]
    public async Task A_writer_that_alone_could_not_reach_the_copy_makes_up_for_it()
    {
        using var writer = await cloud.StartAsync();
        using var other = await cloud.StartAsync();
        writer.IsCutOff = true;
        await writer.PutAsync("a", 1);
        await writer.Refresher.RefreshAsync(Cancel);
        await other.Refresher.RefreshAsync(Cancel);
        Assert.Equal(((long?)1, (long?)null), (writer.LimitOf("a"), other.LimitOf("a")));

        writer.IsCutOff = false;
        await writer.Refresher.RefreshAsync(Cancel);
        await other.Refresher.RefreshAsync(Cancel);
        Assert.Equal(1, other.LimitOf("a"));
    }

    [Fact]
    public async Task The_timer_makes_up_for_a_writer_that_died_after_storing()
    {
        using var other = await cloud.StartAsync();
        using var timer = await cloud.StartAsync();
        await cloud.Store.AddAsync(StoredSamples.Rule("a") with { Op = "a" });
        await other.Refresher.RefreshAsync(Cancel);
        Assert.Null(other.LimitOf("a"));

        await timer.Repair.RunAsync(Cancel);
        await other.Refresher.RefreshAsync(Cancel);
        Assert.Equal(100, other.LimitOf("a"));
        Assert.Equal("a", Assert.Single(cloud.Backup.Kept!.Rules).Id);

        await timer.Repair.RunAsync(Cancel);
        Assert.Equal(1, cloud.Backup.Writes);
    }

    [Fact]
    public async Task A_copy_that_lost_everything_is_made_anew()
    {
        using var instance = await cloud.StartAsync();
        await instance.PutAsync("a", 1);
        cloud.Shared.Clear();
        await instance.PutAsync("b", 2);
        using var started = await cloud.StartAsync();
        await instance.Refresher.RefreshAsync(Cancel);
        Assert.Equal((1, 2), (started.LimitOf("a"), started.LimitOf("b")));
        Assert.Equal((1, 2), (instance.LimitOf("a"), instance.LimitOf("b")));
    }

    [Fact]
    public async Task Of_two_writers_the_one_who_stored_last_wins_though_the_other_copies_last()
    {
        using var first = await cloud.StartAsync();
        using var second = await cloud.StartAsync();
        using var reader = await cloud.StartAsync();
        var (stored, release, isFirst) = (new TaskCompletionSource(), new TaskCompletionSource(), true);
        cloud.Shared.Before = async name =>
        {
            if (name == "put" && isFirst)
            {
                isFirst = false;
                stored.SetResult();
                await release.Task;
            }
        };
        var slow = first.PutAsync("a", 1);
        await stored.Task;
        await second.PutAsync("a", 2);
        release.SetResult();
        await slow;
        await reader.Refresher.RefreshAsync(Cancel);
        Assert.Equal((2, 2, 2), (first.LimitOf("a"), second.LimitOf("a"), reader.LimitOf("a")));
    }

    [Fact]
    public async Task A_refresh_that_began_before_a_change_here_does_not_undo_it()
    {
        using var instance = await cloud.StartAsync();
        await instance.PutAsync("a", 1);
        await instance.PutAsync("b", 1);
        var (reading, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var copy = await cloud.Shared.ReadAsync(Cancel);
        cloud.Shared.Before = async name =>
        {
            if (name == "read")
            {
                cloud.Shared.Before = _ => Task.CompletedTask;
                reading.SetResult();
                await release.Task;
            }
        };
        var refreshing = instance.Refresher.RefreshAsync(Cancel);
        await reading.Task;
        await instance.PutAsync("a", 2);
        // What the refresh is about to read is from before the change.
        var now = await cloud.Shared.ReadAsync(Cancel);
        await cloud.Shared.TryReplaceAsync(now!.Version, copy!, Cancel);
        release.SetResult();
        await refreshing;
        Assert.Equal(2, instance.LimitOf("a"));
    }

    [Fact]
    public async Task A_repair_does_not_undo_what_was_put_while_it_read_the_stores()
    {
        using var instance = await cloud.StartAsync();
        using var timer = await cloud.StartAsync();
        await cloud.Store.AddAsync(StoredSamples.Rule("lost") with { Op = "lost" });
        var isFirst = true;
        cloud.Shared.Before = async name =>
        {
            if (name == "replace" && isFirst)
            {
                isFirst = false;
                await instance.PutAsync("a", 2);
            }
        };
        await timer.Repair.RunAsync(Cancel);
        Assert.Equal(["a", "lost"], (await cloud.Shared.ReadAsync(Cancel))!.Snapshot.Rules.Select(rule => rule.Id));
    }

    [Fact]
    public async Task An_instance_starts_with_the_copy_while_the_stores_are_down_and_with_the_backup_while_both_are()
    {
        using var before = await cloud.StartAsync();
        await before.PutAsync("a", 1);
        await before.Repair.RunAsync(Cancel);
        cloud.Store.Before = _ => throw new StoreUnavailableException();
        using var onCopy = await cloud.StartAsync();
        Assert.Equal(1, onCopy.LimitOf("a"));

        cloud.Shared.IsDown = true;
        using var onBackup = await cloud.StartAsync();
        Assert.Equal((1, true), (onBackup.LimitOf("a"), onBackup.Refresher.IsLoaded));

        // And follows the stores as soon as these are back.
        cloud.Store.Before = _ => Task.CompletedTask;
        await before.PutAsync("a", 3);
        await onBackup.Refresher.RefreshAsync(Cancel);
        Assert.Equal(3, onBackup.LimitOf("a"));
    }

    [Fact]
    public async Task An_instance_that_finds_nothing_anywhere_says_so_and_goes_on_looking()
    {
        cloud.Store.Before = _ => throw new StoreUnavailableException();
        cloud.Shared.IsDown = true;
        using var instance = await cloud.StartAsync();
        Assert.False(instance.Refresher.IsLoaded);

        cloud.Store.Before = _ => Task.CompletedTask;
        await instance.Refresher.RefreshAsync(Cancel);
        Assert.True(instance.Refresher.IsLoaded);
    }

    [Fact]
    public async Task What_was_known_stays_in_use_when_everything_is_down()
    {
        using var instance = await cloud.StartAsync();
        await instance.PutAsync("a", 1);
        cloud.Store.Before = _ => throw new StoreUnavailableException();
        cloud.Shared.IsDown = true;
        cloud.Time.Advance(TimeSpan.FromMinutes(5));
        await instance.Refresher.RefreshAsync(Cancel);
        Assert.Equal((1, TimeSpan.FromMinutes(5)), (instance.LimitOf("a"), instance.Refresher.Age));
    }

    private static Task Note(List<string> list, string name)
    {
        list.Add(name);
        return Task.CompletedTask;
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (!condition())
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_callers_record_reaches_every_instance_and_changes_no_rule()
    {
        using var writer = await cloud.StartAsync();
        using var other = await cloud.StartAsync();
        await writer.PutAsync("a", 1);
        await other.Refresher.RefreshAsync(Cancel);
        var before = writer.Book.Current.FindRules("api", "a");
        var record = new CallerRecord { Kind = IdentityKind.User, Id = "ann", Plan = "gold", Revision = "1" };
        await writer.Callers.PutAsync(record.Name, _ => record, Cancel);
        Assert.Equal("gold", writer.Book.Current.Callers.Find(new RateLimitCaller("ann")));
        Assert.Same(before, writer.Book.Current.FindRules("api", "a"));

        await other.Refresher.RefreshAsync(Cancel);
        Assert.Equal("gold", other.Book.Current.Callers.Find(new RateLimitCaller("ann")));
        await other.Callers.DeleteAsync(record.Name, _ => { }, Cancel);
        await writer.Refresher.RefreshAsync(Cancel);
        Assert.Null(writer.Book.Current.Callers.Find(new RateLimitCaller("ann")));
    }
}
