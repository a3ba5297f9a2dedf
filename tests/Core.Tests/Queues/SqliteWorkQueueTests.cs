using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Storage;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.Queues;

namespace Serverless.Core.Tests.Queues;

public sealed class SqliteWorkQueueTests : WorkQueueContract, IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TempDatabase temp = new();
    private readonly FakeTimeProvider time = new();
    private readonly SqliteWorkQueue queue;

    public SqliteWorkQueueTests() => queue = new SqliteWorkQueue(temp.Database, time);

    protected override IWorkQueue Queue => queue;

    public ValueTask DisposeAsync() => temp.DisposeAsync();

    [Fact]
    public async Task Delivers_a_message_when_its_delay_is_over()
    {
        await SendAsync("later", Second);
        time.Advance(Second);

        Assert.Equal(["later"], await ReceiveAsync(Name));
    }

    [Fact]
    public async Task Leases_the_oldest_messages_first_and_no_more_than_asked_for()
    {
        await SendAsync("third", 2 * Second);
        await SendAsync("first");
        await SendAsync("second");
        time.Advance(2 * Second);

        Assert.Equal(["first", "second"], from message in await queue.LeaseAsync(Name, 2, Lease, Cancel) select message.Body);
        Assert.Equal(["third"], from message in await queue.LeaseAsync(Name, 2, Lease, Cancel) select message.Body);
    }

    [Fact]
    public async Task Hides_a_message_until_its_lease_ends()
    {
        await SendAsync("work");
        await LeaseOneAsync();

        time.Advance(Lease - Second);
        Assert.Empty(await queue.LeaseAsync(Name, 1, Lease, Cancel));

        time.Advance(Second);
        Assert.Equal("work", (await LeaseOneAsync()).Body);
    }

    [Fact]
    public async Task Counts_the_leases_of_a_message_and_keeps_its_time()
    {
        var sentAt = time.GetUtcNow();
        await SendAsync("work");
        var first = await LeaseOneAsync();
        time.Advance(Lease);
        var second = await LeaseOneAsync();

        Assert.Equal((1, 2), (first.DequeueCount, second.DequeueCount));
        Assert.Equal((sentAt, sentAt), (first.InsertedAt, second.InsertedAt));
        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task Leases_a_message_to_one_of_many_that_ask()
    {
        await SendAsync("work");

        var taken = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => queue.LeaseAsync(Name, 1, Lease, Cancel), Cancel)));

        Assert.Single(taken, messages => messages.Count == 1);
    }

    [Fact]
    public async Task Hides_a_message_longer_when_its_lease_is_extended()
    {
        await SendAsync("work");
        var message = await LeaseOneAsync();
        time.Advance(Lease - Second);

        Assert.True(await queue.TryExtendAsync(message, Lease, Cancel));

        time.Advance(Lease - Second);
        Assert.Empty(await queue.LeaseAsync(Name, 1, Lease, Cancel));
        Assert.True(await queue.TryDeleteAsync(message, Cancel));
    }

    [Fact]
    public async Task Honours_a_receipt_after_its_lease_while_nobody_else_took_the_message()
    {
        await SendAsync("work");
        var message = await LeaseOneAsync();
        time.Advance(2 * Lease);

        Assert.True(await queue.TryDeleteAsync(message, Cancel));

        Assert.Empty(await ReceiveAsync(Name));
    }

    [Fact]
    public async Task Refuses_a_lost_lease()
    {
        await SendAsync("work");
        var lost = await LeaseOneAsync();
        time.Advance(Lease);
        var held = await LeaseOneAsync();

        Assert.False(await queue.TryExtendAsync(lost, Lease, Cancel));
        Assert.False(await queue.TryMoveAsync(lost, Name + "-poison", Cancel));
        Assert.False(await queue.TryDeleteAsync(lost, Cancel));

        Assert.Empty(await ReceiveAsync(Name + "-poison"));
        Assert.True(await queue.TryDeleteAsync(held, Cancel));
        Assert.False(await queue.TryDeleteAsync(held, Cancel));
    }

    [Fact]
    public async Task Does_not_take_the_lease_of_a_removed_message_for_one_of_a_later_message()
    {
        await SendAsync("first");
        var removed = await LeaseOneAsync();
        await queue.TryDeleteAsync(removed, Cancel);
        await SendAsync("second");
        await LeaseOneAsync();

        Assert.False(await queue.TryDeleteAsync(removed, Cancel));
    }

    [Fact]
    public async Task Moves_a_message_as_one_that_was_never_leased()
    {
        await SendAsync("poison");
        var message = await LeaseOneAsync();

        Assert.True(await queue.TryMoveAsync(message, Name + "-poison", Cancel));

        var moved = Assert.Single(await queue.LeaseAsync(Name + "-poison", 10, Lease, Cancel));
        Assert.Equal(("poison", 1), (moved.Body, moved.DequeueCount));
        time.Advance(Lease);
        Assert.Empty(await ReceiveAsync(Name));
    }

    [Fact]
    public async Task Keeps_messages_when_the_database_is_reopened()
    {
        await SendAsync("work");
        await temp.ReopenAsync();

        var reopened = new SqliteWorkQueue(temp.Database, time);

        Assert.Single(await reopened.LeaseAsync(Name, 10, Lease, Cancel));
    }

    protected override async Task<IReadOnlyList<string>> ReceiveAsync(string queue)
    {
        var messages = await this.queue.LeaseAsync(queue, 1_000, Lease, Cancel);
        foreach (var message in messages)
        {
            Assert.True(await this.queue.TryDeleteAsync(message, Cancel));
        }

        return [.. messages.Select(message => message.Body)];
    }

    private Task SendAsync(string message, TimeSpan delay = default) => queue.SendAsync(Name, message, delay, Cancel);

    private async Task<LeasedMessage> LeaseOneAsync() => Assert.Single(await queue.LeaseAsync(Name, 1, Lease, Cancel));
}
