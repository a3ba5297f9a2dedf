using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging.Log;

public sealed class StreamSignalTests
{
    private readonly StreamSignal signal = new(SampleMessages.Topic().Streams().First(), 42, "mail", IsChange: true);

    [Fact]
    public void Is_read_as_it_was_written_and_from_a_stream_alone()
    {
        StreamSignal[] all = [signal, signal with { IsChange = false }, new(signal.Stream), new(signal.Stream, 7), new(signal.Stream, SubscriptionId: "mail")];
        Assert.All(all, each => Assert.Equal(each, StreamSignal.TryParse(each.ToString(), out var read) ? read : null));
        Assert.Equal(new StreamSignal(signal.Stream), StreamSignal.TryParse(signal.Stream.ToString(), out var old) ? old : null);
        Assert.False(StreamSignal.TryParse("nothing", out _));
    }
}
