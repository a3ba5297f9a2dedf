using Microsoft.Extensions.Time.Testing;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Azure;
using Serverless.LocalHost.Queues;

namespace Serverless.Azure.Tests.Queues;

/// <summary>How LocalHost takes messages out of Azure Storage queues.</summary>
public sealed class StorageTriggerQueueTests
{
    private const string Name = "wake-ups";
    private const string Poison = Name + "-poison";

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider time = new();
    private readonly QueueSignal sent = new();
    private readonly UnreliableNetwork network = new();
    private readonly TestAccount account;
    private readonly StorageTriggerQueue queue;

    public StorageTriggerQueueTests(Azurite azurite)
    {
        account = new TestAccount(azurite, network);
        queue = new StorageTriggerQueue(account.Queues, sent, time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gives_out_no_more_messages_than_asked_for()
    {
        await SendAsync("first");
        await SendAsync("second");

        Assert.Equal("first", Assert.Single(await queue.LeaseAsync(Name, 1, Lease, Cancel)).Body);
        Assert.Equal("second", (await LeaseOneAsync()).Body);
    }

    [Fact]
    public async Task Waits_no_longer_for_what_this_process_sends()
    {
        var sender = new SignallingWorkQueue(new QueueWorkQueue(account.Queues), sent);
        Assert.Empty(await queue.LeaseAsync(Name, 1, Lease, Cancel));
        var waiting = queue.WaitAsync(Name, AtMost, Cancel);
        Assert.False(waiting.IsCompleted);

        await sender.SendAsync(Name, "work", TimeSpan.Zero, Cancel);
        await waiting;

        Assert.Equal("work", (await LeaseOneAsync()).Body);
    }

    [Fact]
    public async Task Does_not_wait_for_what_was_sent_since_the_queue_was_looked_at()
    {
        Assert.Empty(await queue.LeaseAsync(Name, 1, Lease, Cancel));
        await new SignallingWorkQueue(new QueueWorkQueue(account.Queues), sent).SendAsync(Name, "work", TimeSpan.Zero, Cancel);

        await queue.WaitAsync(Name, AtMost, Cancel);
    }

    [Fact]
    public async Task Counts_the_leases_of_a_message_and_keeps_its_time()
    {
        await SendAsync("work");
        var first = await LeaseOneAsync();
        await queue.TryExtendAsync(first, TimeSpan.Zero, Cancel);
        var second = await LeaseOneAsync();

        Assert.Equal((1, 2), (first.DequeueCount, second.DequeueCount));
        Assert.Equal((first.Id, first.InsertedAt), (second.Id, second.InsertedAt));
    }

    [Fact]
    public async Task Knows_its_lease_after_any_number_of_extensions()
    {
        await SendAsync("work");
        var message = await LeaseOneAsync();

        Assert.True(await queue.TryExtendAsync(message, Lease, Cancel));
        Assert.True(await queue.TryExtendAsync(message, Lease, Cancel));
        Assert.True(await queue.TryDeleteAsync(message, Cancel));

        Assert.False(await queue.TryDeleteAsync(message, Cancel));
    }

    [Fact]
    public async Task Refuses_a_lost_lease()
    {
        await SendAsync("work");
        var lost = await LeaseOneAsync();
        await queue.TryExtendAsync(lost, TimeSpan.Zero, Cancel);
        var held = await LeaseOneAsync();

        Assert.False(await queue.TryExtendAsync(lost, Lease, Cancel));
        Assert.False(await queue.TryMoveAsync(lost, Poison, Cancel));
        Assert.False(await queue.TryDeleteAsync(lost, Cancel));

        Assert.Empty(await queue.LeaseAsync(Poison, 1, Lease, Cancel));
        Assert.True(await queue.TryDeleteAsync(held, Cancel));
    }

    [Fact]
    public async Task Moves_a_message_as_one_that_was_never_leased()
    {
        await SendAsync("poison");

        Assert.True(await queue.TryMoveAsync(await LeaseOneAsync(), Poison, Cancel));

        var moved = Assert.Single(await queue.LeaseAsync(Poison, 10, Lease, Cancel));
        Assert.Equal(("poison", 1), (moved.Body, moved.DequeueCount));
    }

    [Fact]
    public async Task Keeps_a_message_that_could_not_be_moved()
    {
        await SendAsync("poison");
        var message = await LeaseOneAsync();
        network.Disturb($"POST {Poison}", NetworkFault.Crash);

        await Assert.ThrowsAsync<CrashException>(() => queue.TryMoveAsync(message, Poison, Cancel));

        Assert.True(await queue.TryDeleteAsync(message, Cancel));
    }

    [Fact]
    public async Task Moves_what_is_no_Base64_to_the_poison_queue_unseen()
    {
        await account.Queues.Open(Name).SendAsync("{ plain text }", TimeSpan.Zero, Cancel);
        await SendAsync("work");

        Assert.Equal("work", (await LeaseOneAsync()).Body);

        Assert.Equal("{ plain text }", Assert.Single(await queue.LeaseAsync(Poison, 10, Lease, Cancel)).Body);
    }

    [Fact]
    public async Task Waits_longer_each_time_while_the_queue_is_idle()
    {
        var waited = new List<TimeSpan>();
        for (var i = 0; i < 7; i++)
        {
            waited.Add(await MeasureAsync());
        }

        Assert.Equal([100, 200, 400, 800, 1_600, 2_000, 2_000], waited.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public async Task Waits_shortly_again_once_there_was_a_message()
    {
        await MeasureAsync();
        await MeasureAsync();
        await SendAsync("work");
        await LeaseOneAsync();

        Assert.Equal(100, (await MeasureAsync()).TotalMilliseconds);
    }

    private Task SendAsync(string message) => new QueueWorkQueue(account.Queues).SendAsync(Name, message, TimeSpan.Zero, Cancel);

    private async Task<LeasedMessage> LeaseOneAsync() => Assert.Single(await queue.LeaseAsync(Name, 10, Lease, Cancel));

    private async Task<TimeSpan> MeasureAsync()
    {
        var start = time.GetTimestamp();
        var waiting = queue.WaitAsync(Name, AtMost, Cancel);
        while (!waiting.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
        }

        await waiting;
        return time.GetElapsedTime(start);
    }
}
