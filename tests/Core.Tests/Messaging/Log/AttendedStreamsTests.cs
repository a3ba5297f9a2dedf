using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging.Log;

public sealed class AttendedStreamsTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly List<(StreamId Stream, CancellationToken Ended)> opened = [];
    private readonly AttendedStreams streams;
    private readonly StreamId stream = new("topic", 0);

    public AttendedStreamsTests() => streams = new AttendedStreams(
        (each, ended) =>
        {
            opened.Add((each, ended));
            return Task.CompletedTask;
        },
        time);

    private IEnumerable<StreamId> Open => opened.Where(each => !each.Ended.IsCancellationRequested).Select(each => each.Stream);

    public void Dispose() => streams.Dispose();

    [Fact]
    public void One_channel_is_open_however_many_attend()
    {
        streams.Attend(stream);
        streams.Attend(stream);
        streams.Attend(new StreamId("topic", 1));
        streams.Leave(stream);
        time.Advance(2 * AttendedStreams.Linger);
        Assert.Equal([stream, new StreamId("topic", 1)], Open);
    }

    [Fact]
    public void A_channel_stays_open_for_whoever_comes_back_in_a_while()
    {
        for (var i = 0; i < 10; i++)
        {
            streams.Attend(stream);
            streams.Leave(stream);
            time.Advance(AttendedStreams.Linger - TimeSpan.FromSeconds(1));
        }

        Assert.Equal([stream], Open);
        Assert.Single(opened);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(Open);
        streams.Attend(stream);
        Assert.Equal([stream], Open);
    }

    [Fact]
    public void Nothing_is_open_or_opened_after_the_end()
    {
        streams.Attend(stream);
        streams.Dispose();
        streams.Leave(stream);
        streams.Attend(stream);
        Assert.Empty(Open);
    }
}
