using Microsoft.Extensions.Time.Testing;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Azure;
using Serverless.Core.Storage;
using Serverless.Core.Tests.Queues;
using Serverless.LocalHost.Queues;

namespace Serverless.Azure.Tests.Azure;

public sealed class QueueWorkQueueTests : WorkQueueContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly UnreliableNetwork network = new();
    private readonly StorageTriggerQueue receiver;

    public QueueWorkQueueTests(Azurite azurite)
    {
        var account = new TestAccount(azurite, network);
        Queue = new QueueWorkQueue(account.Queues);
        receiver = new StorageTriggerQueue(account.Queues, new QueueSignal(), new FakeTimeProvider());
    }

    protected override IWorkQueue Queue { get; }

    [Fact]
    public async Task Sends_by_one_request_when_the_queue_exists()
    {
        await SendAsync("first");
        network.TakeRequests();

        await SendAsync("second");

        Assert.Equal([$"POST {Name}"], network.TakeRequests());
    }

    [Fact]
    public async Task Makes_the_queue_once_for_all_who_miss_it()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SendAsync($"message {i}")));

        Assert.Equal(8, (await ReceiveAsync(Name)).Count);
        Assert.Single(network.TakeRequests(), request => request == $"PUT {Name}");
    }

    [Fact]
    public async Task Makes_the_queue_at_the_next_message_when_it_could_not_be_made()
    {
        network.Disturb($"PUT {Name}", NetworkFault.Unavailable, NetworkFault.Unavailable, NetworkFault.Unavailable);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => SendAsync("lost"));

        await SendAsync("kept");

        Assert.Equal(["kept"], await ReceiveAsync(Name));
    }

    [Theory]
    [InlineData(NetworkFault.RequestLost)]
    [InlineData(NetworkFault.TimedOut)]
    [InlineData(NetworkFault.Unavailable)]
    [InlineData(NetworkFault.TooMany)]
    public async Task Says_that_the_store_is_unavailable_when_no_try_is_answered(NetworkFault fault)
    {
        network.Disturb($"POST {Name}", fault, fault, fault);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => SendAsync("lost"));
    }

    protected override async Task<IReadOnlyList<string>> ReceiveAsync(string queue)
    {
        var all = new List<string>();
        while (await receiver.LeaseAsync(queue, 1_000, Lease, Cancel) is { Count: > 0 } messages)
        {
            Assert.DoesNotContain(false, await Task.WhenAll(messages.Select(message => receiver.TryDeleteAsync(message, Cancel))));
            all.AddRange(messages.Select(message => message.Body));
        }

        return all;
    }

    private Task SendAsync(string message) => Queue.SendAsync(Name, message, TimeSpan.Zero, Cancel);
}
