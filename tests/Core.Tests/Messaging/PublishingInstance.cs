using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging;

/// <summary>One instance's way into the log, over stores that several may share, with virtual time and seeded chance.</summary>
public sealed class PublishingInstance
{
    public PublishingInstance(IMessageLog? log = null, ITopicStore? topics = null, FakeTimeProvider? time = null, int seed = 1)
    {
        Time = time ?? new FakeTimeProvider(SampleMessages.Start);
        Log = new UnreliableMessageLog(log ?? new InMemoryMessageLog());
        Topics = topics ?? new InMemoryTopicStore();
        Directory = new TopicDirectory(Topics, Time);
        Reader = new LogReader(Log);
        Retry = new StoreRetry(Time, TimeSpan.Zero);
        var random = new SeededRandomNumberGenerator(seed);
        var metrics = new PublishMetrics(CreateMeters());
        WakeUps = new StreamWakeUps(Queue, Signals, Time, NullLogger<StreamWakeUps>.Instance);
        var (numbering, announcer) = (new CommitNumbering(Log, new CommitIds(random), Time), new CommitAnnouncer(Directory, WakeUps));
        Publisher = new Publisher(Log, new StreamChoice((uint)seed), numbering, announcer, Retry, metrics, NullLogger<Publisher>.Instance);
    }

    public FakeTimeProvider Time { get; }

    public UnreliableMessageLog Log { get; }

    public ITopicStore Topics { get; }

    public TopicDirectory Directory { get; }

    public LogReader Reader { get; }

    public StoreRetry Retry { get; }

    public RecordingWorkQueue Queue { get; } = new();

    public RecordingSignals Signals { get; } = new();

    public StreamWakeUps WakeUps { get; }

    public Publisher Publisher { get; }

    public static IMeterFactory CreateMeters() =>
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public Task<IReadOnlyList<PublishResult>> PublishAsync(Topic topic, params NewMessage[] messages) =>
        Publisher.PublishAsync(topic, messages, TestContext.Current.CancellationToken);

    public async Task<PublishResult> PublishOneAsync(Topic topic, string json = "{}", string? key = null, string? id = null) =>
        (await PublishAsync(topic, SampleMessages.Message(json, key, id)))[0];

    /// <summary>Everything in a stream.</summary>
    public async Task<IReadOnlyList<StoredMessage>> ReadAsync(StreamId stream)
    {
        var found = new List<StoredMessage>();
        IReadOnlyList<LogEntry> entries;
        while ((entries = await Reader.ReadAsync(stream, found.Count + 1, 1_000, TestContext.Current.CancellationToken)).Count > 0)
        {
            found.AddRange(entries.SelectMany(entry => entry.Messages));
        }

        return found;
    }

    public async Task<string[]> TextsAsync(Topic topic) =>
        [.. (await Task.WhenAll(topic.Streams().Select(ReadAsync))).SelectMany(messages => messages).Select(SampleMessages.Text)];
}
