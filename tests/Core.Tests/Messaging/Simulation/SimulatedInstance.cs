using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>One instance of the message queue: its memory and its way to the stores.</summary>
internal sealed class SimulatedInstance
{
    private static readonly PublishMetrics Metrics = new(PublishingInstance.CreateMeters());

    public SimulatedInstance(int number, int seed, World world)
    {
        Number = number;
        var random = new SeededRandomNumberGenerator(seed);
        var time = world.Time;
        Log = new SimulatedMessageLog(world.Log, world.Gate, number, world.Ledger.Committed);
        var cursors = world.Plant(new SimulatedCursorStore(world.Cursors, world.Gate, number));
        var retry = new StoreRetry(time, TimeSpan.Zero);
        var directory = new TopicDirectory(world.Topics, time);
        var reader = new LogReader(Log);
        var wakeUps = new StreamWakeUps(world.Queue.For(world.Gate, number), world.Signals, time, NullLogger<StreamWakeUps>.Instance);
        var steps = new CommitSteps(Log, directory, wakeUps, new CommitIds(random), Metrics, time);
        Publisher = new Publisher(Log, new StreamChoice((uint)seed), steps, retry, Metrics, NullLogger<Publisher>.Instance);
        var entries = new LogEntryCache(reader);
        Steps = new CursorSteps(cursors, Log, entries, retry, random, time, NullLogger<CursorSteps>.Instance);
        var lanes = new CursorLanes(Steps);
        Reader = new SubscriptionReader(lanes, new DeadLetterer(entries, Publisher, directory, lanes, NullLogger<DeadLetterer>.Instance));
        var keys = new CursorKeys(cursors);
        var waiters = new PullWaiters();
        world.Signals.Listen(waiters.Signal);
        Puller = new MessagePuller(Reader, Steps, keys, waiters, time);
        Settler = new MessageSettler(Reader, keys);
        Seeker = new SubscriptionSeeker(Reader, Log, reader, entries, time);
        Cursors = new SubscriptionCursors(cursors, Log, Seeker, random, time);
        var list = new DeadLetterList(Log, cursors, entries, Reader);
        Replay = new DeadLetterReplay(list, Publisher, cursors, lanes, random, time);
    }

    public int Number { get; }

    public SimulatedMessageLog Log { get; }

    public Publisher Publisher { get; }

    public CursorSteps Steps { get; }

    public SubscriptionReader Reader { get; }

    public MessagePuller Puller { get; }

    public MessageSettler Settler { get; }

    public SubscriptionSeeker Seeker { get; }

    public SubscriptionCursors Cursors { get; }

    public DeadLetterReplay Replay { get; }
}
