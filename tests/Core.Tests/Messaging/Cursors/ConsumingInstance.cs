using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Cursors;

/// <summary>One instance that publishes, delivers by pull and dead-letters, over stores in memory that count.</summary>
internal sealed class ConsumingInstance
{
    /// <summary>Null for stores of its own.</summary>
    public ConsumingInstance(
        IMessageLog? log = null, InMemoryCursorStore? cursors = null, ITopicStore? topics = null, FakeTimeProvider? time = null, int seed = 3)
    {
        Publishing = new PublishingInstance(log, topics, time, seed);
        CursorStore = cursors ?? new InMemoryCursorStore();
        var random = new SeededRandomNumberGenerator(seed);
        var entries = new LogEntryCache(Publishing.Reader);
        var writers = new CursorWriters(CursorStore, Log, entries, Publishing.Retry, random, Time, NullLogger<CursorWriters>.Instance);
        var reader = new CursorClient(
            writers,
            new DeadLetterer(entries, Publishing.Publisher, Publishing.Directory, writers, NullLogger<DeadLetterer>.Instance),
            Publishing.Signals,
            Endpoints);
        Waiters = new PullWaiters(Options.Create(new PullOptions { MaxWaiting = 20 }), Publishing.Signals);
        Publishing.Signals.Heard = Waiters.Signal;
        var keys = new CursorKeys(CursorStore);
        Puller = new MessagePuller(reader, keys, Waiters, Publishing.Directory, Time);
        Settler = new MessageSettler(reader, keys);
        Retrier = new MessageRetrier(reader, CursorStore, entries, Endpoints, Time);
        Seeker = new SubscriptionSeeker(reader, Log, Publishing.Reader, entries, Time);
        Cursors = new SubscriptionCursors(CursorStore, Log, new StreamCloser(Log, Publishing.Retry, Time), Seeker, random, Time);
        Letters = new DeadLetterList(Log, CursorStore, entries, reader);
        Stats = new SubscriptionStatsReader(reader, Letters, entries, Time);
        Replay = new DeadLetterReplay(Letters, Publishing.Publisher, CursorStore, writers, random, Time);
    }

    public PublishingInstance Publishing { get; }

    public UnreliableMessageLog Log => Publishing.Log;

    public FakeTimeProvider Time => Publishing.Time;

    public InMemoryCursorStore CursorStore { get; }

    public PullWaiters Waiters { get; }

    /// <summary>Which endpoints were woken.</summary>
    public RecordingEndpointWakeUps Endpoints { get; } = new();

    public MessagePuller Puller { get; }

    public MessageSettler Settler { get; }

    public MessageRetrier Retrier { get; }

    public SubscriptionSeeker Seeker { get; }

    public SubscriptionCursors Cursors { get; }

    public DeadLetterList Letters { get; }

    public SubscriptionStatsReader Stats { get; }

    public DeadLetterReplay Replay { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<Topic> TopicAsync(string name = "orders", int shards = 1)
    {
        var topic = SampleMessages.Topic(name, shards);
        await Publishing.Topics.TryAddTopicAsync(topic, Cancel);
        return topic;
    }

    public async Task<Subscription> SubscribeAsync(Topic topic, Func<Subscription, Subscription>? change = null, string name = "mail")
    {
        var subscription = SampleMessages.Subscription(topic, name);
        subscription = change?.Invoke(subscription) ?? subscription;
        await Publishing.Topics.TryAddSubscriptionAsync(subscription, Cancel);
        await Cursors.TryCreateAsync(topic, subscription, Cancel);
        return subscription;
    }

    public async Task<IReadOnlyList<PulledMessage>> PullAsync(Topic topic, Subscription subscription, int max = 100) =>
        (await Puller.PullAsync(topic, subscription, max, TimeSpan.Zero, Cancel)).Messages;

    public Task<IReadOnlyList<SettleStatus>> AcknowledgeAsync(Topic topic, Subscription subscription, IEnumerable<PulledMessage> pulled) =>
        Settler.AcknowledgeAsync(topic, subscription, [.. pulled.Select(message => message.AckId)], Cancel);

    /// <summary>Pulls one message and gives it back at once, as a consumer that can't cope with it.</summary>
    public async Task FailAsync(Topic topic, Subscription subscription)
    {
        var pulled = Assert.Single(await PullAsync(topic, subscription, max: 1));
        await Settler.NackAsync(topic, subscription, [pulled.AckId], TimeSpan.Zero, countsAttempt: true, Cancel);
        await PullAsync(topic, subscription);
    }
}
