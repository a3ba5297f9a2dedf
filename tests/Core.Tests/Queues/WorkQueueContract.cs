using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Queues;

/// <summary>What every <see cref="IWorkQueue"/> does with what is sent.</summary>
public abstract class WorkQueueContract
{
    protected const string Name = "wake-ups";

    /// <summary>The queue under test, one for the whole test.</summary>
    protected abstract IWorkQueue Queue { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delivers_nothing_from_an_empty_queue() => Assert.Empty(await ReceiveAsync(Name));

    [Theory]
    [InlineData("")]
    [InlineData("stream 7")]
    [InlineData(" \t two lines\r\nand \u00e9\u4e2d\ud83d\ude80 {\"json\": \"<xml/>\"} ")]
    [InlineData("!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~")]
    public async Task Delivers_a_message_as_it_was_sent(string message)
    {
        await Queue.SendAsync(Name, message, TimeSpan.Zero, Cancel);

        Assert.Equal([message], await ReceiveAsync(Name));
    }

    [Fact]
    public async Task Delivers_a_message_of_the_greatest_length()
    {
        var message = new string('x', 48 * 1024);

        await Queue.SendAsync(Name, message, TimeSpan.Zero, Cancel);

        Assert.Equal([message], await ReceiveAsync(Name));
    }

    [Fact]
    public async Task Delivers_equal_messages_as_often_as_they_were_sent()
    {
        await Queue.SendAsync(Name, "same", TimeSpan.Zero, Cancel);
        await Queue.SendAsync(Name, "same", TimeSpan.Zero, Cancel);

        Assert.Equal(["same", "same"], await ReceiveAsync(Name));
    }

    [Fact]
    public async Task Does_not_deliver_what_was_removed()
    {
        await Queue.SendAsync(Name, "once", TimeSpan.Zero, Cancel);
        await ReceiveAsync(Name);

        Assert.Empty(await ReceiveAsync(Name));
    }

    [Fact]
    public async Task Does_not_deliver_a_message_before_its_delay_is_over()
    {
        await Queue.SendAsync(Name, "later", TimeSpan.FromDays(7), Cancel);

        Assert.Empty(await ReceiveAsync(Name));
    }

    [Fact]
    public async Task Keeps_queues_apart()
    {
        await Queue.SendAsync(Name, "one", TimeSpan.Zero, Cancel);
        await Queue.SendAsync(Name + "-poison", "two", TimeSpan.Zero, Cancel);

        Assert.Equal(["one"], await ReceiveAsync(Name));
        Assert.Equal(["two"], await ReceiveAsync(Name + "-poison"));
    }

    [Fact]
    public async Task Delivers_everything_that_many_senders_sent()
    {
        var messages = Enumerable.Range(100, 100).Select(i => $"message {i}").ToArray();

        await Task.WhenAll(messages.Select(m => Task.Run(() => Queue.SendAsync(Name, m, TimeSpan.Zero, Cancel), Cancel)));

        Assert.Equal(messages, (await ReceiveAsync(Name)).Order(StringComparer.Ordinal));
    }

    /// <summary>Takes every visible message out of a queue and removes it.</summary>
    protected abstract Task<IReadOnlyList<string>> ReceiveAsync(string queue);
}
