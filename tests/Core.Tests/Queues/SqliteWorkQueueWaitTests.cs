using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.Queues;

namespace Serverless.Core.Tests.Queues;

/// <summary>When <see cref="SqliteWorkQueue.WaitAsync(string, TimeSpan, CancellationToken)"/> wakes the hosts of a process.</summary>
public sealed class SqliteWorkQueueWaitTests : IAsyncDisposable
{
    private const string Name = "wake-ups";

    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TempDatabase temp = new();
    private readonly FakeTimeProvider time = new();
    private readonly SqliteWorkQueue queue;

    public SqliteWorkQueueWaitTests() => queue = new SqliteWorkQueue(temp.Database, time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => temp.DisposeAsync();

    [Fact]
    public async Task Does_not_wait_when_a_message_is_visible()
    {
        await SendAsync();

        Assert.True(WaitAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Wakes_every_host_when_a_message_is_sent()
    {
        Task[] waiting = [WaitAsync(), WaitAsync()];
        Assert.DoesNotContain(waiting, wait => wait.IsCompleted);

        await SendAsync();

        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Sleeps_on_when_another_queue_gets_a_message()
    {
        var waiting = WaitAsync();

        await queue.SendAsync(Name + "-poison", "work", TimeSpan.Zero, Cancel);

        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task Wakes_when_a_delay_is_over()
    {
        await SendAsync(5 * Second);
        var waiting = WaitAsync();
        time.Advance(5 * Second - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);

        time.Advance(TimeSpan.FromMilliseconds(1));

        await waiting;
    }

    [Fact]
    public async Task Wakes_when_the_delay_of_a_message_sent_meanwhile_is_over()
    {
        var waiting = WaitAsync();
        await SendAsync(5 * Second);
        Assert.False(waiting.IsCompleted);

        time.Advance(5 * Second);

        await waiting;
    }

    [Fact]
    public async Task Wakes_when_a_lease_ends()
    {
        await SendAsync();
        await queue.LeaseAsync(Name, 1, 5 * Second, Cancel);
        var waiting = WaitAsync();
        Assert.False(waiting.IsCompleted);

        time.Advance(5 * Second);

        await waiting;
    }

    [Fact]
    public async Task Wakes_when_a_lease_is_given_back()
    {
        await SendAsync();
        var message = Assert.Single(await queue.LeaseAsync(Name, 1, AtMost, Cancel));
        var waiting = WaitAsync();

        await queue.TryExtendAsync(message, TimeSpan.Zero, Cancel);

        await waiting;
    }

    [Fact]
    public async Task Wakes_when_a_message_is_moved_into_the_queue()
    {
        await queue.SendAsync("other", "work", TimeSpan.Zero, Cancel);
        var message = Assert.Single(await queue.LeaseAsync("other", 1, AtMost, Cancel));
        var waiting = WaitAsync();

        await queue.TryMoveAsync(message, Name, Cancel);

        await waiting;
    }

    [Fact]
    public async Task Wakes_when_the_longest_wait_is_over()
    {
        var waiting = WaitAsync();

        time.Advance(AtMost);

        await waiting;
    }

    [Fact]
    public async Task Stops_when_the_caller_cancels()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = queue.WaitAsync(Name, AtMost, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private Task SendAsync(TimeSpan delay = default) => queue.SendAsync(Name, "work", delay, Cancel);

    private Task WaitAsync() => queue.WaitAsync(Name, AtMost, Cancel);
}
