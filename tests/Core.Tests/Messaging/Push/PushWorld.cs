using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;
using Serverless.Core.Network;
using Serverless.Core.Tests.Messaging.Attempts;
using Serverless.Core.Tests.Messaging.Cursors;
using Serverless.Core.Tests.Messaging.Pulling;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>
/// All of push delivery over stores in memory, simulated endpoints and virtual time. Functions run one after the other, as on
/// a host with one place for them, so that a test's course is the same each time.
/// </summary>
internal sealed class PushWorld : IDisposable
{
    public const string Origin = "queue.example.com";

    private static readonly TimeSpan HostLease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly PublishingInstance publishing;
    private readonly InMemoryTopicStore topics = new();
    private readonly LaggingMessageLog log = new();
    private readonly WebhookConnections connections;
    private readonly ServiceProvider meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly string[] allowed;
    private IWakeUpMarks marks;
    private DateTimeOffset nextSweep;
    private int published;

    public PushWorld(params string[] allowed)
    {
        this.allowed = allowed;
        Time = new FakeTimeProvider(SampleMessages.Start);
        nextSweep = SampleMessages.Start + SweepEvery;
        Queue = new SimulatedWorkQueue(Time);
        Endpoints = new SimulatedEndpoints(Time);
        connections = new WebhookConnections(Endpoints);
        marks = Marks = new InMemoryWakeUpMarks(Time);
        publishing = new PublishingInstance(log, topics, Time);
        Start();
    }

    public FakeTimeProvider Time { get; }

    public SimulatedWorkQueue Queue { get; }

    public SimulatedEndpoints Endpoints { get; }

    public InMemoryWakeUpMarks Marks { get; }

    /// <summary>Marks instead of <see cref="Marks"/>; they may not wait for anything.</summary>
    public IWakeUpMarks OtherMarks
    {
        set
        {
            marks = value;
            Start();
        }
    }

    public CrashPoint Crash { get; } = new();

    /// <summary>The mirror of floors, where they are asked for, has not heard of anything.</summary>
    public bool HasOldFloors
    {
        set => Start(value);
    }

    public InMemoryCursorStore CursorStore { get; } = new();

    /// <summary>Whether heads are read from a replica that has heard of nothing since.</summary>
    public bool HasOldHeads
    {
        set => log.IsLagging = value;
    }

    public Topic Topic { get; private set; } = SampleMessages.Topic();

    public PushWakeUps WakeUps { get; private set; } = null!;

    public SubscriptionUpdates Updates { get; private set; } = null!;

    public SubscriptionEditor Editor { get; private set; } = null!;

    public InMemoryAttemptStore AttemptStore { get; } = new();

    public AttemptLog Attempts { get; private set; } = null!;

    private PushDelivery Delivery { get; set; } = null!;

    private FanOut FanOut { get; set; } = null!;

    private StreamSweep Sweep { get; set; } = null!;

    private SubscriptionCursors Cursors { get; set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A topic with one subscription, whose endpoint has agreed unless <paramref name="change"/> says otherwise.</summary>
    public static async Task<PushWorld> CreateAsync(Func<Subscription, Subscription>? change = null, int shards = 1)
    {
        var world = new PushWorld { Topic = SampleMessages.Topic(shards: shards) };
        await world.topics.TryAddTopicAsync(world.Topic, Token);
        await world.SubscribeAsync("mail", change);
        return world;
    }

    public async Task<Subscription> SubscribeAsync(string name, Func<Subscription, Subscription>? change = null)
    {
        var subscription = SampleMessages.Subscription(Topic, name);
        subscription = subscription with { Delivery = SampleMessages.Push($"https://example.com/{name}") with { Verified = true } };
        subscription = change?.Invoke(subscription) ?? subscription;
        await topics.TryAddSubscriptionAsync(subscription, Token);
        await Cursors.TryCreateAsync(Topic, subscription, Token);
        return subscription;
    }

    public async Task<Subscription> FindAsync(string name = "mail") => (await topics.FindSubscriptionAsync(Topic.Id, name, Token))!.Subscription;

    public async Task ChangeAsync(Func<Subscription, Subscription> change, string name = "mail") =>
        await Updates.ChangeAsync(await FindAsync(name), change, Token);

    /// <summary>Commits messages numbered on from the last, and fans out.</summary>
    /// <param name="promised">Whether what was promised before the commit is in the queue too.</param>
    public async Task PublishAsync(int count = 1, string? key = null, bool promised = false)
    {
        var results = await publishing.PublishAsync(
            Topic, [.. Enumerable.Range(0, count).Select(_ => SampleMessages.Message($$"""{"number":{{++published}}}""", key))]);
        long NextOf(StreamId stream) => results.Where(result => result.Stream == stream).Max(result => result.Sequence) + 1;

        foreach (var stream in results.Select(result => result.Stream).Distinct())
        {
            await Queue.SendAsync(FanOutQueue.Name, new FanOutMessage(stream, Next: NextOf(stream)).ToString(), TimeSpan.Zero, Token);
            if (promised)
            {
                await Queue.SendAsync(FanOutQueue.Name, new FanOutMessage(stream, IsCheck: true).ToString(), StreamWakeUps.PromiseDelay, Token);
            }
        }
    }

    /// <summary>Runs functions, and the sweep each minute, for some virtual time. A process that dies is followed by a new one.</summary>
    public async Task RunAsync(TimeSpan length)
    {
        var end = Time.GetUtcNow() + length;
        while (Queue.Take(nextSweep < end ? nextSweep : end) is var next && (next is not null || nextSweep < end))
        {
            if (next is var (queue, message))
            {
                await RunAsync(queue, message);
                continue;
            }

            Advance(nextSweep);
            nextSweep += SweepEvery;
            await Sweep.RunAsync(Token);
        }

        Advance(end);
    }

    /// <summary>Runs one function for one message.</summary>
    public async Task RunAsync(string queue, string message)
    {
        try
        {
            // Nothing but a request that hangs waits for anything else than the clock.
            var call = CallAsync(queue, message);
            while (!call.IsCompleted)
            {
                Time.Advance(Tick);
            }

            await call;
        }
        catch (SimulatedCrashException)
        {
            // The host gives the message to another process when its lease has ended.
            await Queue.SendAsync(queue, message, HostLease, Token);
            Crash.Restart();
            Start();
        }
    }

    public void Dispose()
    {
        connections.Dispose();
        Endpoints.Dispose();
        meters.Dispose();
    }

    private Task CallAsync(string queue, string message)
    {
        if (queue == FanOutQueue.Name)
        {
            Assert.True(FanOutMessage.TryParse(message, out var stream));
            return FanOut.RunAsync(stream, Token);
        }

        Assert.True(WakeUp.TryParse(message, out var wakeUp));
        return Delivery.RunAsync(wakeUp, queue, CancellationToken.None);
    }

    private void Advance(DateTimeOffset to)
    {
        if (to > Time.GetUtcNow())
        {
            Time.SetUtcNow(to);
        }
    }

    /// <summary>Starts a process: nothing in its memory is older than this.</summary>
    private void Start(bool hasOldFloors = false)
    {
        var random = new SeededRandomNumberGenerator(7);
        var network = new NetworkOptions();
        Array.ForEach(allowed, network.AllowedAddresses.Add);
        var trust = new EndpointTrust(new AddressPolicy(Options.Create(network)));
        var options = Options.Create(new PushOptions { Origin = Origin });
        var reader = new LogReader(log);
        var entries = new LogEntryCache(reader);
        var directory = new TopicDirectory(topics, Time);
        var writers = new CursorWriters(CursorStore, log, entries, publishing.Retry, random, Time, NullLogger<CursorWriters>.Instance);
        var letters = new DeadLetterer(entries, publishing.Publisher, directory, writers, NullLogger<DeadLetterer>.Instance);
        var cursors = new CursorClient(writers, letters, publishing.Signals, new PushWakeUps(Queue, marks, trust, NullLogger<PushWakeUps>.Instance));
        var mortal = new MortalParts(Crash, Queue, new PushCursors(cursors, Time), marks);
        var seeker = new SubscriptionSeeker(cursors, log, reader, entries, Time);
        var streams = new StreamCloser(log, publishing.Retry, Time);
        Cursors = new SubscriptionCursors(CursorStore, log, streams, seeker, random, Time);
        var metrics = new PushMetrics(meters.GetRequiredService<IMeterFactory>());
        WakeUps = new PushWakeUps(mortal, mortal, trust, NullLogger<PushWakeUps>.Instance);
        Updates = new SubscriptionUpdates(topics, directory, publishing.Retry);
        ISubscriptionCursors floors = hasOldFloors ? new OldFloors(Cursors) : Cursors;
        FanOut = new FanOut(topics, log, floors, mortal, WakeUps, trust, mortal, Time);
        Sweep = new StreamSweep(log, floors, Queue, Time);
        var rules = new SubscriptionRules(new EndpointRules(new AddressPolicy(Options.Create(network))), Time);
        Editor = new SubscriptionEditor(
            topics, Cursors, new Deleter(topics, streams, Cursors, publishing.WakeUps, Time), rules, directory, publishing.WakeUps, WakeUps, new MessagingIds(random), publishing.Retry, Time);
        Attempts = new AttemptLog(AttemptStore, new AttemptMetrics(meters.GetRequiredService<IMeterFactory>()), Time, NullLogger<AttemptLog>.Instance);
        var client = new WebhookClient(connections, options, Time);
        var subscriptions = new PushSubscriptions(directory, Updates, metrics, NullLogger<PushSubscriptions>.Instance);
        Delivery = new PushDelivery(
            mortal, WakeUps, mortal, new PushRequests(client, Attempts, metrics, Time), subscriptions, trust,
            new EndpointHandshake(mortal, WakeUps, client, subscriptions, metrics, options, random, Time, NullLogger<EndpointHandshake>.Instance),
            options, random, Time, NullLogger<PushDelivery>.Instance);
    }
}
