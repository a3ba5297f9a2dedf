using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Trimming;
using Serverless.Core.Messaging.Webhooks;
using Serverless.Core.Network;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>One instance of the message queue: its memory and its way to the stores.</summary>
internal sealed class SimulatedInstance
{
    private static readonly PublishMetrics Metrics = new(PublishingInstance.CreateMeters());

    private static readonly PushMetrics PushMetrics = new(PublishingInstance.CreateMeters());
    private static readonly AttemptMetrics AttemptMetrics = new(PublishingInstance.CreateMeters());
    private static readonly AddressPolicy Addresses = new(Options.Create(new NetworkOptions()));

    public SimulatedInstance(int number, int seed, World world)
    {
        Number = number;
        var random = new SeededRandomNumberGenerator(seed);
        var time = world.Time;
        var queue = world.Queue.For(world.Gate, number);
        var topics = new SimulatedTopicStore(world.Topics, world.Gate, number, world.Replicas);
        Log = new SimulatedMessageLog(world.Plant(world.Log), world.Gate, number, world.Replicas, world.Witness ?? world.Ledger);
        var cursors = world.Plant(new SimulatedCursorStore(world.Cursors, world.Gate, number, world.Replicas));
        var retry = new StoreRetry(time, TimeSpan.Zero);
        var directory = new TopicDirectory(topics, time);
        var reader = new LogReader(Log);
        var options = Options.Create(new PushOptions { Inline = world.InlineOf(number) });
        Marks = new SimulatedMarks(world, number);
        var trust = new EndpointTrust(Addresses);
        var endpoints = new PushWakeUps(queue, Marks, trust, NullLogger<PushWakeUps>.Instance);
        Inline = new InlinePush(directory, endpoints, new Lazy<PushDelivery>(() => Delivery!), options, time, NullLogger<InlinePush>.Instance);
        var wakeUps = new StreamWakeUps(queue, world.Signals, time, NullLogger<StreamWakeUps>.Instance, world.Plant(Inline));
        var (numbering, announcer) = (new CommitNumbering(Log, new CommitIds(random), time), new CommitAnnouncer(directory, wakeUps));
        Publisher = new Publisher(Log, new StreamChoice((uint)seed), numbering, announcer, retry, Metrics, NullLogger<Publisher>.Instance);
        var entries = new LogEntryCache(reader);
        var writers = new CursorWriters(cursors, Log, entries, retry, random, time, NullLogger<CursorWriters>.Instance);
        var deadLetterer = new DeadLetterer(entries, world.Plant(Publisher), directory, writers, NullLogger<DeadLetterer>.Instance);
        var subscriptionReader = new CursorClient(writers, deadLetterer, world.Signals, endpoints);
        var keys = new CursorKeys(cursors);
        var waiters = new PullWaiters(Options.Create(new PullOptions()), world.Signals);
        world.Signals.Listen(waiters.Signal);
        Puller = new MessagePuller(subscriptionReader, keys, waiters, directory, time);
        Settler = new MessageSettler(subscriptionReader, keys);
        Seeker = new SubscriptionSeeker(subscriptionReader, Log, reader, entries, time);
        Retrier = new MessageRetrier(subscriptionReader, cursors, entries, endpoints, time);
        var streams = new StreamCloser(Log, retry, time);
        var scheduled = world.Plant(new SimulatedScheduledMessageStore(world.Scheduled, world.Gate, number, world.Replicas));
        var scheduler = new Scheduler(
            scheduled, streams, new ScheduleWakeUps(queue, time, NullLogger<ScheduleWakeUps>.Instance), retry, Metrics, random, time, NullLogger<Scheduler>.Instance);
        Delaying = new DelayingPublisher(Publisher, scheduler, time);
        Mover = new ScheduleMover(scheduled, directory, streams, world.PlantMoved(Delaying), time, NullLogger<ScheduleMover>.Instance);
        Scheduled = new ScheduledMessages(scheduled, retry, time);
        Cursors = new SubscriptionCursors(cursors, Log, streams, Seeker, random, time);
        var deleter = new Deleter(topics, streams, Cursors, wakeUps, time);
        var list = new DeadLetterList(Log, cursors, entries, subscriptionReader);
        Stats = new SubscriptionStatsReader(subscriptionReader, list, entries, time);
        Replay = new DeadLetterReplay(list, Publisher, cursors, writers, random, time);
        Trimmer = new TopicTrimmer(topics, Log, reader, Cursors, deleter, retry, time, NullLogger<TopicTrimmer>.Instance);
        Deleted = new DeletedTopics(topics, queue, time);
        Purge = new DeletedTopicsPurge(world.BlindPurge(topics), Log, scheduled, streams, Cursors, deleter, time, NullLogger<DeletedTopicsPurge>.Instance);
        Sweep = new StreamSweep(Log, Cursors, queue, time);
        var pushCursors = new PushCursors(subscriptionReader, time);
        FanOut = new FanOut(topics, Log, Cursors, pushCursors, endpoints, trust, queue, time);
        var updates = new SubscriptionUpdates(topics, directory, retry);
        var client = new WebhookClient(new WebhookConnections(world.EndpointFor(number, new Random(seed))), options, time);
        var subscriptions = new PushSubscriptions(directory, updates, PushMetrics, NullLogger<PushSubscriptions>.Instance);
        Delivery = new PushDelivery(
            pushCursors, endpoints, Marks, new PushRequests(client, new AttemptLog(new MissingAttemptStore(), AttemptMetrics, time, NullLogger<AttemptLog>.Instance), PushMetrics, time), subscriptions, trust,
            new EndpointHandshake(pushCursors, endpoints, client, subscriptions, PushMetrics, options, random, time, NullLogger<EndpointHandshake>.Instance),
            options, random, time, NullLogger<PushDelivery>.Instance);
        var ids = new MessagingIds(world.PlantIds(random));
        Subscriptions = new SubscriptionEditor(
            topics, Cursors, deleter, new SubscriptionRules(new EndpointRules(Addresses), world.Time), directory, wakeUps, endpoints, ids, retry, time);
        TopicEditor = new TopicEditor(topics, deleter, directory, ids, retry, time);
        ByName = new TopicPublisher(directory, Delaying, retry);
        Directory = directory;
    }

    public int Number { get; }

    public SimulatedMessageLog Log { get; }

    public TopicDirectory Directory { get; }

    public TopicEditor TopicEditor { get; }

    public TopicPublisher ByName { get; }

    public Publisher Publisher { get; }

    public DelayingPublisher Delaying { get; }

    public ScheduleMover Mover { get; }

    public ScheduledMessages Scheduled { get; }

    public MessagePuller Puller { get; }

    public MessageSettler Settler { get; }

    public SubscriptionSeeker Seeker { get; }

    public MessageRetrier Retrier { get; }

    public SubscriptionStatsReader Stats { get; }

    public SubscriptionCursors Cursors { get; }

    public DeadLetterReplay Replay { get; }

    public TopicTrimmer Trimmer { get; }

    public DeletedTopics Deleted { get; }

    public DeletedTopicsPurge Purge { get; }

    public StreamSweep Sweep { get; }

    public SimulatedMarks Marks { get; }

    public FanOut FanOut { get; }

    public PushDelivery Delivery { get; }

    /// <summary>Delivers what this instance has published.</summary>
    public InlinePush Inline { get; }

    public SubscriptionEditor Subscriptions { get; }
}
