using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using NCrontab;
using Serverless.LocalHost.Triggers.Timers;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Timers;

public sealed class TimerServiceTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 2, 0, TimeSpan.Zero);

    private readonly ObservedTimeProvider time = new(Start);
    private readonly InMemoryTimerStatusStore store = new();
    private readonly RecordedLogs logs = new();
    private readonly TimerProbe probe;

    public TimerServiceTests() => probe = new TimerProbe(time);

    [Fact]
    public async Task Runs_at_each_occurrence()
    {
        await using var host = await StartAsync(typeof(TimerFunctions.EveryFiveMinutes));

        foreach (var minute in new[] { 5, 10, 15 })
        {
            var run = await NextRunAsync(At(minute));
            Assert.Equal(At(minute), run.StartedAt);
            Assert.False(run.Info!.IsPastDue);
            run.End.SetResult();
        }
    }

    [Fact]
    public async Task Tells_the_last_and_the_next_run_of_a_schedule_above_a_minute()
    {
        await using var host = await StartAsync(typeof(TimerFunctions.EveryFiveMinutes));

        var first = await NextRunAsync(At(5));
        Assert.Equal((default, At(5), Start), Status(first));
        first.End.SetResult();
        var second = await NextRunAsync(At(10));
        Assert.Equal((At(5), At(10), At(5)), Status(second));
        second.End.SetResult();
    }

    [Fact]
    public async Task Tells_no_status_and_keeps_none_for_a_schedule_below_a_minute()
    {
        await using var host = await StartAsync(typeof(TimerFunctions.EveryTenSeconds));

        var run = await NextRunAsync(Start.AddSeconds(10));
        Assert.Null(run.Info!.ScheduleStatus);
        run.End.SetResult();
        await time.Waits.NextAsync();
        Assert.Equal(0, store.Saved.Unseen);
    }

    [Fact]
    public async Task Runs_once_right_after_a_run_that_took_longer_than_its_interval()
    {
        await using var host = await StartAsync(typeof(TimerFunctions.EveryFiveMinutes));
        var slow = await NextRunAsync(At(5));

        time.SetUtcNow(At(17));
        slow.End.SetResult();
        var after = await probe.Started.NextAsync();

        Assert.Equal(At(17), after.StartedAt);
        Assert.False(after.Info!.IsPastDue);
        after.End.SetResult();
        var regular = await NextRunAsync(At(20));
        Assert.Equal(At(20), regular.StartedAt);
        regular.End.SetResult();
    }

    [Fact]
    public async Task Lives_on_and_logs_when_the_function_fails()
    {
        await using var host = await StartAsync(typeof(TimerFunctions.EveryFiveMinutes));

        (await NextRunAsync(At(5))).End.SetException(new FormatException());
        (await NextRunAsync(At(10))).End.SetResult();

        Assert.Equal("Timer Timer failed; it runs again when it is next due", await logs.Lines.NextAsync());
    }

    [Fact]
    public async Task Lives_on_and_logs_when_the_store_fails()
    {
        store.Failure = new IOException();
        await using var host = await StartAsync(typeof(TimerFunctions.EveryFiveMinutes));

        (await NextRunAsync(At(5))).End.SetResult();
        (await NextRunAsync(At(10))).End.SetResult();

        Assert.Equal("The status of timer Timer could not be read: a missed run is not made up for", await logs.Lines.NextAsync());
        Assert.Equal("The status of timer Timer could not be saved", await logs.Lines.NextAsync());
    }

    [Fact]
    public async Task Runs_at_start_and_by_schedule_when_told_to_run_on_startup()
    {
        await using var host = await StartAsync(typeof(TimerFunctions.AtStartToo));

        var atStart = await probe.Started.NextAsync();
        Assert.False(atStart.Info!.IsPastDue);
        atStart.End.SetResult();
        Assert.Equal(At(5), (await NextRunAsync(At(5), end: true)).StartedAt);
    }

    [Fact]
    public async Task Gives_null_to_a_function_that_takes_no_timer_info()
    {
        await using var host = await StartAsync(typeof(TimerFunctions.WithoutInfo));

        Assert.Null((await probe.Started.NextAsync()).Info);
    }

    [Fact]
    public async Task Makes_up_at_start_for_runs_missed_while_the_process_was_down()
    {
        await RunOnceAndStopAsync(typeof(TimerFunctions.EveryFiveMinutes));
        time.SetUtcNow(At(17));

        await using var host = await StartAsync(typeof(TimerFunctions.EveryFiveMinutes));

        var missed = await probe.Started.NextAsync();
        Assert.True(missed.Info!.IsPastDue);
        Assert.Equal((At(5), At(10), At(5)), Status(missed));
        missed.End.SetResult();
        var regular = await NextRunAsync(At(20), end: true);
        Assert.Equal((At(17), At(20), At(17)), Status(regular));
    }

    [Fact]
    public async Task Makes_up_for_a_first_run_missed_while_the_process_was_down()
    {
        await using (var first = await StartAsync(typeof(TimerFunctions.EveryFiveMinutes)))
        {
            await store.Saved.NextAsync();
        }

        time.SetUtcNow(At(6));
        await using var host = await StartAsync(typeof(TimerFunctions.EveryFiveMinutes));

        Assert.True((await NextRunAsync(end: true)).Info!.IsPastDue);
    }

    [Theory]
    [InlineData(typeof(TimerFunctions.EveryFiveMinutes), 9)]
    [InlineData(typeof(TimerFunctions.EveryFiveMinutesUnmonitored), 14)]
    public async Task Makes_up_for_nothing_when_nothing_was_missed_or_the_timer_is_not_monitored(Type functions, int restartMinute)
    {
        await RunOnceAndStopAsync(functions);
        time.SetUtcNow(At(restartMinute));

        await using var host = await StartAsync(functions);

        var regular = await NextRunAsync(At(restartMinute + 1), end: true);
        Assert.Equal(At(restartMinute + 1), regular.StartedAt);
        Assert.False(regular.Info!.IsPastDue);
    }

    [Fact]
    public async Task Tells_a_run_under_way_of_the_stop_and_waits_for_its_end()
    {
        await using var host = await StartAsync(typeof(TimerFunctions.EveryFiveMinutes));
        var run = await NextRunAsync(At(5));

        var stop = host.StopAsync();
        Assert.True(run.Stopping.IsCancellationRequested);
        Assert.False(stop.IsCompleted);
        run.End.SetResult();
        await stop;
    }

    [Fact]
    public async Task Counts_a_run_that_the_stop_cancelled_as_missed()
    {
        await using (var host = await StartAsync(typeof(TimerFunctions.EveryFiveMinutes)))
        {
            var run = await NextRunAsync(At(5));
            var stop = host.StopAsync();
            run.End.SetCanceled(run.Stopping);
            await stop;
        }

        await using var restarted = await StartAsync(typeof(TimerFunctions.EveryFiveMinutes));

        Assert.True((await NextRunAsync(end: true)).Info!.IsPastDue);
    }

    [Fact]
    public async Task Fails_the_start_when_a_schedule_has_not_six_fields() =>
        await Assert.ThrowsAsync<CrontabException>(() => StartAsync(typeof(TimerFunctions.WithWrongSchedule)));

    [Fact]
    public async Task Fails_the_start_when_a_function_takes_a_service() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(typeof(TimerFunctions.WithService)));

    [Fact]
    public Task Neither_skips_nor_overlaps_whatever_its_runs_take() =>
        Gen.Int[0, 1_500].Array[1, 8].SampleAsync(
            async runSeconds =>
            {
                var test = new TimerServiceTests();
                await using var host = await test.StartAsync(typeof(TimerFunctions.EveryFiveMinutes));
                var due = At(5);
                foreach (var seconds in runSeconds)
                {
                    var run = await test.NextRunAsync(due);
                    Assert.Equal(due, run.StartedAt);
                    test.time.Advance(TimeSpan.FromSeconds(seconds));
                    var next = At(5 + (5 * (1 + (int)((due - At(5)) / TimeSpan.FromMinutes(5)))));
                    due = next > test.time.GetUtcNow() ? next : test.time.GetUtcNow();
                    run.End.SetResult();
                }

                (await test.NextRunAsync(due)).End.SetResult();
                Assert.False(test.probe.Overlapped);
            },
            iter: 100,
            threads: 1);

    private static DateTimeOffset At(int minute) => new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero).AddMinutes(minute);

    private static (DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset LastUpdated) Status(TimerRun run) =>
        run.Info!.ScheduleStatus is { } status ? (Utc(status.Last), Utc(status.Next), Utc(status.LastUpdated)) : default;

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private Task<BackgroundHost> StartAsync(Type functions) => BackgroundHost.StartAsync(functions, new ServiceCollection()
        .AddLogging(logs.Record)
        .AddSingleton<TimeProvider>(time).AddSingleton<ITimerStatusStore>(store).AddSingleton(probe));

    private async Task RunOnceAndStopAsync(Type functions)
    {
        await using (await StartAsync(functions))
        {
            await NextRunAsync(At(5), end: true);
        }

        time.Waits.Forget();
    }

    /// <summary>Lets the timer begin its wait, moves the clock, and takes the run that begins; no wait if the clock is there already.</summary>
    private async Task<TimerRun> NextRunAsync(DateTimeOffset? at = null, bool end = false)
    {
        if (at > time.GetUtcNow())
        {
            await time.Waits.NextAsync();
            time.SetUtcNow(at.Value);
        }

        var run = await probe.Started.NextAsync();
        if (end)
        {
            run.End.SetResult();
        }

        return run;
    }
}
