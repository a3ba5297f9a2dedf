using Azure.Storage.Queues.Models;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Serverless.LocalHost.Queues;
using Serverless.LocalHost.Triggers;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Queues;

public sealed class QueueListenerTests
{
    private const string Leased = "lease 1 for 00:10:00";

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private readonly ObservedTimeProvider time = new(Start);
    private readonly RecordedLogs logs = new();
    private readonly QueueProbe probe = new();
    private readonly InMemoryTriggerQueue queue;

    public QueueListenerTests() => queue = new InMemoryTriggerQueue(time);

    [Fact]
    public async Task Deletes_a_message_after_its_function_succeeded()
    {
        await using var host = await StartAsync(typeof(QueueFunctions.Text));

        queue.Send("work", "a");
        var run = await probe.Started.NextAsync();
        Assert.Equal("a", run.Message);
        Assert.Equal(Leased, await queue.Done.NextAsync());
        Assert.Equal(0, queue.Done.Unseen);
        run.End.SetResult();

        Assert.Equal("delete a", await queue.Done.NextAsync());
    }

    [Fact]
    public async Task Gives_binary_data_to_a_function_that_takes_it()
    {
        queue.Send("work", "ä");
        await using var host = await StartAsync(typeof(QueueFunctions.Binary));

        var run = await probe.Started.NextAsync();
        run.End.SetResult();

        Assert.Equal("ä", Assert.IsType<BinaryData>(run.Message).ToString());
    }

    [Fact]
    public async Task Gives_the_whole_message_to_a_function_that_takes_it()
    {
        queue.Send("work", "a", dequeueCount: 2);
        await using var host = await StartAsync(typeof(QueueFunctions.Whole));

        var run = await probe.Started.NextAsync();
        run.End.SetResult();

        var message = Assert.IsType<QueueMessage>(run.Message);
        Assert.Equal(("a", "1", "2", 3L, Start), (message.MessageText, message.MessageId, message.PopReceipt, message.DequeueCount, message.InsertedOn!.Value));
    }

    [Fact]
    public async Task Tries_a_failed_message_again_after_the_visibility_timeout()
    {
        await using var host = await StartAsync(typeof(QueueFunctions.Text), new QueueSettings { VisibilityTimeout = TimeSpan.FromSeconds(30) });
        queue.Send("work", "a");

        (await probe.Started.NextAsync()).End.SetException(new FormatException());
        Assert.Equal([Leased, "extend a by 00:00:30"], await queue.Done.NextAsync(2));
        time.Advance(TimeSpan.FromSeconds(30));
        (await probe.Started.NextAsync()).End.SetResult();

        Assert.Equal([Leased, "delete a"], await queue.Done.NextAsync(2));
        Assert.Equal("Function Queue failed on message 1 of queue work, try 1", await logs.Lines.NextAsync());
    }

    [Fact]
    public async Task Moves_a_message_that_failed_for_the_last_time_to_the_poison_queue()
    {
        queue.Send("work", "a", dequeueCount: 4);
        await using var host = await StartAsync(typeof(QueueFunctions.Text));

        (await probe.Started.NextAsync()).End.SetException(new FormatException());

        Assert.Equal([Leased, "move a to work-poison"], await queue.Done.NextAsync(2));
        Assert.Equal("Message 1 was tried 5 times and moved to queue work-poison", (await logs.Lines.NextAsync(2))[1]);
    }

    [Fact]
    public async Task Does_not_try_a_message_that_the_process_died_over_in_its_last_try()
    {
        queue.Send("work", "a", dequeueCount: 5);
        await using var host = await StartAsync(typeof(QueueFunctions.Text));

        Assert.Equal([Leased, "move a to work-poison"], await queue.Done.NextAsync(2));
        Assert.Equal(0, probe.Started.Unseen);
    }

    [Fact]
    public async Task Keeps_trying_a_message_of_a_poison_queue_which_has_nowhere_to_go()
    {
        queue.Send("work-poison", "a", dequeueCount: 7);
        await using var host = await StartAsync(typeof(QueueFunctions.Poison));

        (await probe.Started.NextAsync()).End.SetException(new FormatException());
        (await probe.Started.NextAsync()).End.SetResult();

        Assert.Equal([Leased, "extend a by 00:00:00", Leased, "delete a"], await queue.Done.NextAsync(4));
    }

    [Fact]
    public async Task Takes_a_new_batch_when_no_more_than_the_threshold_are_in_flight()
    {
        for (var i = 0; i < 40; i++)
        {
            queue.Send("work", $"{i}");
        }

        await using var host = await StartAsync(typeof(QueueFunctions.Text), new QueueSettings { BatchSize = 16, NewBatchThreshold = 8 });
        var first = await probe.Started.NextAsync(16);
        Assert.Equal(16, probe.Running);
        Array.ForEach(first[..8], run => run.End.SetResult());
        var second = await probe.Started.NextAsync(16);
        Assert.Equal(24, probe.Running);
        Array.ForEach([.. first[8..], .. second], run => run.End.SetResult());
        Array.ForEach(await probe.Started.NextAsync(8), run => run.End.SetResult());

        Assert.Equal(24, probe.MostRunning);
    }

    [Fact]
    public async Task Renews_the_lease_at_half_of_it_while_the_function_runs()
    {
        queue.Send("work", "a");
        await using var host = await StartAsync(typeof(QueueFunctions.Text));
        var run = await probe.Started.NextAsync();
        await queue.Done.NextAsync();

        for (var i = 0; i < 3; i++)
        {
            await WaitForAsync(TimeSpan.FromMinutes(5));
            time.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal("extend a by 00:10:00", await queue.Done.NextAsync());
        }

        run.End.SetResult();
        Assert.Equal("delete a", await queue.Done.NextAsync());
    }

    [Fact]
    public async Task Says_when_a_lease_was_lost_and_leaves_the_message_to_its_new_holder()
    {
        queue.Send("work", "a");
        await using var host = await StartAsync(typeof(QueueFunctions.Text));
        var run = await probe.Started.NextAsync();
        await WaitForAsync(TimeSpan.FromMinutes(5));
        queue.TakeFromHolder("a");
        time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("Message 1 of queue work took so long that its lease was lost: it will be delivered again", await logs.Lines.NextAsync());
        run.End.SetResult();
        Assert.Equal([Leased, "extend too late", "delete too late"], await queue.Done.NextAsync(3));
        Assert.Equal(["a"], queue.Bodies("work"));
    }

    [Fact]
    public async Task Retries_a_failing_store_at_growing_intervals_and_then_goes_on()
    {
        var failures = 7;
        queue.Before = _ => { if (failures-- > 0) { throw new IOException(); } };
        queue.Send("work", "a");
        await using var host = await StartAsync(typeof(QueueFunctions.Text));

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 30, 30 })
        {
            Assert.Equal("lease failed", await queue.Done.NextAsync());
            Assert.Equal("Queue work can't be read; trying again", await logs.Lines.NextAsync());
            Assert.Equal(TimeSpan.FromSeconds(seconds), await time.Waits.NextAsync());
            Assert.Equal(0, queue.Done.Unseen);
            time.Advance(TimeSpan.FromSeconds(seconds));
        }

        (await probe.Started.NextAsync()).End.SetResult();
        Assert.Equal([Leased, "delete a"], await queue.Done.NextAsync(2));
    }

    [Fact]
    public async Task Stores_a_messages_outcome_when_the_store_is_back()
    {
        var failures = 2;
        queue.Before = operation => { if (operation == "delete" && failures-- > 0) { throw new IOException(); } };
        queue.Send("work", "a");
        await using var host = await StartAsync(typeof(QueueFunctions.Text));

        (await probe.Started.NextAsync()).End.SetResult();
        Assert.Equal([Leased, "delete failed"], await queue.Done.NextAsync(2));
        await WaitForAsync(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("delete failed", await queue.Done.NextAsync());
        await WaitForAsync(TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("delete a", await queue.Done.NextAsync());
        Assert.Equal(0, probe.Started.Unseen);
    }

    [Fact]
    public async Task Stops_taking_messages_but_lets_those_in_flight_finish()
    {
        queue.Send("work", "a");
        await using var host = await StartAsync(typeof(QueueFunctions.Text));
        var run = await probe.Started.NextAsync();

        var stop = host.StopAsync();
        queue.Send("work", "b");
        Assert.True(run.Stopping.IsCancellationRequested);
        Assert.False(stop.IsCompleted);
        run.End.SetResult();
        await stop;

        Assert.Equal([Leased, "delete a"], await queue.Done.NextAsync(2));
        Assert.Equal(["b"], queue.Bodies("work"));
    }

    [Fact]
    public async Task Puts_back_what_it_took_in_the_moment_of_the_stop()
    {
        Task? stop = null;
        BackgroundHost? host = null;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Before = operation =>
        {
            if (operation == "lease")
            {
                started.Task.Wait(TestContext.Current.CancellationToken);
                stop ??= host!.StopAsync();
            }
        };
        queue.Send("work", "a");
        await using (host = await StartAsync(typeof(QueueFunctions.Text)))
        {
            started.SetResult();
            Assert.Equal([Leased, "extend a by 00:00:00"], await queue.Done.NextAsync(2));
            await stop!;
        }

        Assert.Equal(0, probe.Started.Unseen);
    }

    [Theory]
    [InlineData(typeof(QueueFunctions.Number))]
    [InlineData(typeof(QueueFunctions.Valued))]
    public async Task Fails_the_start_when_a_function_takes_or_returns_what_it_can_not(Type functions) =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(functions));

    [Fact]
    public Task Tries_each_message_until_it_succeeds_or_was_tried_often_enough() =>
        Gen.Select(Gen.Int[0, 4].Array[1, 60], Gen.Int[1, 4], Gen.Int[1, 32], Gen.Int[0, 16]).SampleAsync(
            async (failures, maxDequeueCount, batchSize, threshold) =>
            {
                var test = new QueueListenerTests();
                var bodies = failures.Select((count, i) => $"{i}:{count}").ToArray();
                Array.ForEach(bodies, body => test.queue.Send("work", body));
                var settings = new QueueSettings { BatchSize = batchSize, NewBatchThreshold = threshold, MaxDequeueCount = maxDequeueCount };
                var counting = new CountingProbe();
                await using var host = await test.StartAsync(typeof(QueueFunctions.Counting), settings, counting);

                for (var open = bodies.Length; open > 0;)
                {
                    var done = await test.queue.Done.NextAsync();
                    open -= done.StartsWith("delete", StringComparison.Ordinal) || done.StartsWith("move", StringComparison.Ordinal) ? 1 : 0;
                }

                Assert.All(bodies, (body, i) => Assert.Equal(int.Min(failures[i] + 1, maxDequeueCount), counting.Tries[body]));
                Assert.Empty(test.queue.Bodies("work"));
                Assert.Equal(bodies.Where((_, i) => failures[i] >= maxDequeueCount).Order(), test.queue.Bodies("work-poison").Order());
            },
            iter: 50,
            threads: 1);

    private Task<BackgroundHost> StartAsync(Type functions, QueueSettings? settings = null, CountingProbe? counting = null) => BackgroundHost.StartAsync(
        functions,
        new ServiceCollection()
            .AddLogging(logs.Record)
            .AddSingleton<TimeProvider>(time).AddSingleton<ITriggerQueue>(queue).AddSingleton(probe).AddSingleton(counting ?? new CountingProbe()),
        settings);

    private async Task WaitForAsync(TimeSpan wait)
    {
        while (await time.Waits.NextAsync() != wait)
        {
        }
    }
}
