using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What all instances share, and what lies outside of them.</summary>
internal sealed class World
{
    public World(Random random, bool isCalm, Bug bug)
    {
        (IsCalm, Bug) = (isCalm, bug);
        Gate = new CallGate(random) { LossRate = isCalm ? 0 : 3 };
        Queue = new SimulatedQueue(Time);
        Signals = new SimulatedSignals(random);
        Ledger = new Ledger(this);
        Cursors.Changed = Ledger.Changed;
    }

    /// <summary>Nothing dies or gets lost: only the order of things varies.</summary>
    public bool IsCalm { get; }

    public Bug Bug { get; }

    public FakeTimeProvider Time { get; } = new(SampleMessages.Start);

    public CallGate Gate { get; }

    public InMemoryMessageLog Log { get; } = new();

    public InMemoryTopicStore Topics { get; } = new();

    public InMemoryCursorStore Cursors { get; } = new();

    public SimulatedQueue Queue { get; }

    public SimulatedSignals Signals { get; }

    public Ledger Ledger { get; }

    /// <summary>The push subscription, as it was made.</summary>
    public required Subscription Push { get; init; }

    /// <summary>Where everything is published.</summary>
    public required Topic Topic { get; init; }

    /// <summary>Until when a wake-up of a lane counts as on its way: the marks that keep it from being sent twice.</summary>
    public Dictionary<string, DateTimeOffset> Marks { get; } = new(StringComparer.Ordinal);

    public CursorState? StateOf(CursorId id) => Cursors.FindAsync(id, CancellationToken.None).Result?.State;

    public StreamHead HeadOf(StreamId stream) => Log.FindHeadAsync(stream, CancellationToken.None).Result.Head;

    /// <summary>The push subscription as it is now.</summary>
    public Subscription PushNow => Topics.FindSubscriptionAsync(Topic.Id, Push.Name, CancellationToken.None).Result!.Subscription;

    /// <summary>Subscriptions that were not deleted, by id.</summary>
    public HashSet<string> Existing => [.. Topics.ListSubscriptionsAsync(Topic.Id, null, 1_000, CancellationToken.None).Result.Select(stored => stored.Subscription.Id)];

    public long LowOf(StreamId stream) => HeadOf(stream).Low;

    public ICursorStore Plant(ICursorStore store) => Bug switch
    {
        Bug.AcknowledgesBeforeTheCommit => new HastyCursorStore(store),
        Bug.SkipsMessages => new SkippingCursorStore(store),
        _ => store,
    };
}
