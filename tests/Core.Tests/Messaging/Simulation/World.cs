using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests.Messaging.Cursors;
using Serverless.Core.Tests.Messaging.Scheduling;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What all instances share, and what lies outside of them.</summary>
internal sealed class World
{
    public World(Random random, bool isCalm, Bug bug)
    {
        (IsCalm, Bug) = (isCalm, bug);
        Gate = new CallGate(random) { LossRate = isCalm ? 0 : 3 };
        Replicas = new Replicas(random) { AreFresh = isCalm };
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

    /// <summary>What the instances read of.</summary>
    public Replicas Replicas { get; }

    public InMemoryMessageLog Log { get; } = new();

    public InMemoryTopicStore Topics { get; } = new();

    public InMemoryCursorStore Cursors { get; } = new();

    public InMemoryScheduledMessageStore Scheduled { get; } = new();

    public SimulatedQueue Queue { get; }

    public SimulatedSignals Signals { get; }

    public Ledger Ledger { get; }

    /// <summary>The push subscription, as it was made.</summary>
    public required Subscription Push { get; init; }

    /// <summary>Where everything is published.</summary>
    public required Topic Topic { get; init; }

    /// <summary>Until when a wake-up of a lane counts as on its way: the marks that keep it from being sent twice.</summary>
    public Dictionary<string, (DateTimeOffset Until, long Next)> Marks { get; } = new(StringComparer.Ordinal);

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
        Bug.LeavesCursorsOpen => new OpenCursorStore(store),
        _ => store,
    };

    public IMessageLog Plant(IMessageLog log) => Bug switch
    {
        Bug.LeavesStreamsOpen => new ForgetfulMessageLog(log, head => head with { ClosedAt = null }),
        Bug.RemembersWhatWasLost => new ForgetfulMessageLog(log, head => head with { Epoch = 0 }),
        _ => log,
    };

    public IScheduledMessageStore Plant(IScheduledMessageStore store) => Bug == Bug.RemovesBeforeTheCommit ? new HastyScheduledMessageStore(store) : store;

    /// <summary>How messages are published that have waited.</summary>
    public IPublisher PlantMoved(IPublisher publisher) => Bug == Bug.MovesWithoutTickets ? new TicketlessPublisher(publisher) : publisher;

    public IInlineDelivery Plant(IInlineDelivery inline) => Bug == Bug.ForgetsLanesAtTimes ? new ForgetfulDelivery(inline) : inline;

    /// <summary>To how many endpoints at once an instance delivers itself: some leave all to others.</summary>
    public int InlineOf(int instance) => Inline ?? (instance % 3);

    /// <summary>The same for all instances; null for a number of each.</summary>
    public int? Inline { get; init; }

    /// <summary>How dead letters are published.</summary>
    public IPublisher Plant(IPublisher publisher) => Bug == Bug.LetsMessagesDieOnce ? new OnceDyingPublisher(publisher) : publisher;

    /// <summary>What the purge sees of topics and subscriptions.</summary>
    public ITopicStore BlindPurge(ITopicStore store) => Bug == Bug.UsesIdsAgain ? new BlindTopicStore(store) : store;

    /// <summary>Where ids are drawn from.</summary>
    public RandomNumberGenerator PlantIds(RandomNumberGenerator random) => Bug == Bug.UsesIdsAgain ? new RepeatingNumberGenerator(random) : random;

    /// <summary>Who sees what is written to the log instead of <see cref="Ledger"/>; null for that.</summary>
    public ILogWitness? Witness { get; init; }

    /// <summary>How an instance reaches the endpoints.</summary>
    public HttpMessageHandler EndpointFor(int instance, Random random) => Endpoint?.Invoke(instance, random) ?? new SimulatedEndpoint(this, random, instance);

    /// <summary>Endpoints other than the one of the push subscription; null for that one.</summary>
    public Func<int, Random, HttpMessageHandler>? Endpoint { get; init; }
}
