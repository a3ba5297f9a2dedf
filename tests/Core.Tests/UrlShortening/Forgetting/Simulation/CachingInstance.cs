using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Serverless.Core.Storage;
using Serverless.Core.Tests.UrlShortening.Simulation;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Expiry;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Forgetting;
using Serverless.Core.UrlShortening.Keys;

namespace Serverless.Core.Tests.UrlShortening.Forgetting.Simulation;

/// <summary>One instance of the shortener that follows links, changes them, and has them forgotten: everything it runs is what the app runs.</summary>
internal sealed class CachingInstance
{
    private static readonly StoreRetry Retry = new(TimeProvider.System, TimeSpan.Zero);
    private static readonly LinkMetrics Metrics = FollowingInstance.CreateMetrics();
    private static readonly KeyPoolMetrics PoolMetrics = new(FollowingInstance.CreateMeters(), TimeProvider.System);

    private readonly SimulatedTime time;
    private readonly List<(Task Task, DateTimeOffset Began)> running = [];

    public CachingInstance(int number, int seed, InMemoryLinkStore rows, SimulatedQueue messages, SimulatedRedis redis, StoreGate gate, LinksOptions settings, SimulatedTime time, TimeProvider clock, PlantedBug bug, Action<Moment> happened)
    {
        (Number, this.time, Clock) = (number, time, clock);
        var (options, random) = (Options.Create(settings), new SeededRandomNumberGenerator(seed));
        var links = new ObservedLinkStore(new SimulatedLinkStore(rows, gate, number, clock), happened);
        var shared = new ObservedSharedCache(new SimulatedSharedCache(redis, gate, number, settings.CacheFor, clock), happened);
        var unobserved = messages.For(gate, number);
        var queue = new ObservedQueue(unobserved, happened);
        var memory = new LinkMemory(options, clock);
        var invalidations = new LinkInvalidations(memory, shared, Metrics);
        var generator = new KeyGenerator(random);
        var rules = new LinkRules(options, SampleLinks.Blocking(), clock);
        var (blocks, factory) = (new InMemoryKeyBlockStore(), new KeyBlockFactory(generator));
        var late = new LatePromises(links, queue);
        var writer = bug == PlantedBug.PromiseAfterTheRow ? new LinkWriter(late, shared, late, clock) : new LinkWriter(links, shared, queue, clock);

        Follower = new LinkFollower(links, memory, shared, Metrics, clock);
        Creator = new LinkCreator(
            rules, writer, new KeyPool(new KeyBlockLeases(blocks, factory, InstanceId.New(random), Retry, options, new Random(seed), clock), PoolMetrics, clock), generator, invalidations, Retry, options, clock);
        Editor = new LinkEditor(rules, writer, generator, Retry, invalidations, options, clock);
        Forgetter = new LinkForgetter(
            bug == PlantedBug.MarkBeforeTheRow ? new EmptyLinkStore(links) : links, invalidations, unobserved, Metrics, clock, NullLogger<LinkForgetter>.Instance);
        CleanUp = new ExpiredLinksCleanUp(links, writer, new InMemoryClickStore(), new KeyRecycling(blocks, options), options, clock);
        _ = shared.ListenAsync(memory.Invalidate, memory.Clear, () => { }, CancellationToken.None);
    }

    public int Number { get; }

    public TimeProvider Clock { get; }

    public LinkFollower Follower { get; }

    public LinkCreator Creator { get; }

    public LinkEditor Editor { get; }

    public LinkForgetter Forgetter { get; }

    public ExpiredLinksCleanUp CleanUp { get; }

    /// <summary>Until when it stands still, without knowing.</summary>
    public DateTimeOffset PausedUntil { get; set; }

    public int Busy => running.Count(operation => !operation.Task.IsCompleted);

    /// <summary>When what it has been doing for the longest began; null when it does nothing.</summary>
    public DateTimeOffset? BusySince => running.Where(operation => !operation.Task.IsCompleted).Select(operation => (DateTimeOffset?)operation.Began).Min();

    public void Start(Func<CachingInstance, Task> operation) => running.Add((RunAsync(operation), time.Now));

    /// <exception cref="AggregateException">An operation failed in a way that none should.</exception>
    public void ThrowIfFailed()
    {
        running.FirstOrDefault(operation => operation.Task.IsFaulted).Task?.Wait();
        running.RemoveAll(operation => operation.Task.IsCompleted);
    }

    private async Task RunAsync(Func<CachingInstance, Task> operation)
    {
        try
        {
            await operation(this);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException)
        {
            // The client is told so; the queue tries again.
        }
    }
}
