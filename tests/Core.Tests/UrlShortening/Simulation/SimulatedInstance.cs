using Microsoft.Extensions.Options;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Expiry;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Forgetting;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Simulation;

/// <summary>One instance of the shortener: its memory, its clock, and the one operation it is busy with.</summary>
internal sealed class SimulatedInstance
{
    private static readonly StoreRetry Retry = new(TimeProvider.System, TimeSpan.Zero);

    /// <summary>No history follows links through caches, so one that is never read does for all.</summary>
    private static readonly LinkInvalidations Invalidations =
        new(new LinkMemory(Options.Create(new LinksOptions()), TimeProvider.System), new MissingSharedLinkCache(), FollowingInstance.CreateMetrics());

    private static readonly KeyPoolMetrics PoolMetrics = new(FollowingInstance.CreateMeters(), TimeProvider.System);
    private static readonly QuarantineMetrics QuarantineMetrics = new(FollowingInstance.CreateMeters(), TimeProvider.System);

    private Task operation = Task.CompletedTask;

    public SimulatedInstance(int number, int seed, ILinkStore links, IKeyBlockStore blocks, ListWorkQueue queue, IOptions<LinksOptions> options, TimeProvider time)
    {
        Number = number;
        var random = new SeededRandomNumberGenerator(seed);
        var generator = new KeyGenerator(random);
        var factory = new KeyBlockFactory(generator, size: History.BlockSize);
        var rules = new LinkRules(options, SampleLinks.Blocking(), time);
        Clock = time;
        Pool = new KeyPool(new KeyBlockLeases(blocks, factory, InstanceId.New(random), Retry, options, new Random(seed), time), PoolMetrics, time);
        var writer = new LinkWriter(links, new MissingSharedLinkCache(), queue, time);
        Creator = new LinkCreator(rules, writer, Pool, generator, Invalidations, Retry, options, time);
        Editor = new LinkEditor(rules, writer, generator, Retry, Invalidations, options, time);
        Refill = new KeyPoolRefill(blocks, factory, new KeyBlockReclaim(blocks, links, time), new KeyBlockMerge(blocks, factory, time), PoolMetrics, options, time);
        Expired = new ExpiredLinks(links, queue, new QuarantineCensus(links, QuarantineMetrics, options, time), time);
        CleanUp = new ExpiredLinksCleanUp(links, writer, new InMemoryClickStore(), new KeyRecycling(blocks, options), options, time);
    }

    public int Number { get; }

    public TimeProvider Clock { get; }

    public KeyPool Pool { get; }

    public LinkCreator Creator { get; }

    public LinkEditor Editor { get; }

    public KeyPoolRefill Refill { get; }

    public ExpiredLinks Expired { get; }

    public ExpiredLinksCleanUp CleanUp { get; }

    /// <summary>It stands still, without knowing.</summary>
    public bool IsPaused { get; set; }

    public bool IsBusy => !operation.IsCompleted;

    public void Start(Func<SimulatedInstance, Task> next) => operation = RunAsync(next);

    private async Task RunAsync(Func<SimulatedInstance, Task> next)
    {
        try
        {
            await next(this);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException)
        {
            // The client is told so; the timers and the queue try again.
        }
    }

    /// <exception cref="AggregateException">The operation failed in a way that none should.</exception>
    public void ThrowIfFailed()
    {
        if (operation.IsFaulted)
        {
            operation.Wait();
        }
    }
}
