using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Access;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Expiry;
using Serverless.Core.UrlShortening.Forgetting;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>The whole shortener over stores in memory, with virtual time and seeded chance.</summary>
public sealed class Shortener
{
    public static readonly Uri Address = new("https://sho.rt");
    public static readonly Caller Owner = new("key-1", "owner", [Scope.Parse("links")]);
    public static readonly Caller Stranger = new("key-2", "stranger", [Scope.Parse("links")]);
    public static readonly Caller Admin = new("admin", "admin", [Scope.Parse("admin")]);

    public Shortener(ILinkStore? links = null, IKeyBlockStore? blocks = null, LinksOptions? settings = null, int seed = 1)
    {
        var options = Options.Create(settings ?? new LinksOptions());
        var random = new SeededRandomNumberGenerator(seed);
        var retry = new StoreRetry(Time, TimeSpan.Zero);
        var rules = new LinkRules(options, SampleLinks.Blocking(), Time);
        Store = new UnreliableLinkStore(links ?? new InMemoryLinkStore());
        Blocks = blocks ?? new InMemoryKeyBlockStore();
        PoolMetrics = new KeyPoolMetrics(Meters, Time);
        Quarantine = new QuarantineMetrics(Meters, Time);
        Generator = new KeyGenerator(random);
        Factory = new KeyBlockFactory(Generator);
        Pool = new KeyPool(new KeyBlockLeases(Blocks, Factory, InstanceId.New(random), retry, options, new Random(seed), Time), PoolMetrics, Time);
        Following = new FollowingInstance(Store, Time);
        var writer = new LinkWriter(Store, Following.Shared, Queue, Time);
        Creator = new LinkCreator(rules, writer, Pool, Generator, Following.Invalidations, retry, options, Time);
        Editor = new LinkEditor(rules, writer, Generator, retry, Following.Invalidations, options, Time);
        Reader = new LinkReader(Store, Time);
        Search = new LinkSearch(Reader);
        Refill = new KeyPoolRefill(
            Blocks, Factory, new KeyBlockReclaim(Blocks, Store, Time), new KeyBlockMerge(Blocks, Factory, Time), PoolMetrics, options, Time);
        Expired = new ExpiredLinks(Store, Queue, new QuarantineCensus(Store, Quarantine, options, Time), Time);
        CleanUp = new ExpiredLinksCleanUp(Store, writer, Clicks, new KeyRecycling(Blocks, options), options, Time);
    }

    public FakeTimeProvider Time { get; } = new(SampleLinks.Start);

    public IMeterFactory Meters { get; } = FollowingInstance.CreateMeters();

    public KeyPoolMetrics PoolMetrics { get; }

    public QuarantineMetrics Quarantine { get; }

    public UnreliableLinkStore Store { get; }

    public IKeyBlockStore Blocks { get; }

    public InMemoryClickStore Clicks { get; } = new();

    public KeyGenerator Generator { get; }

    public KeyBlockFactory Factory { get; }

    public KeyPool Pool { get; }

    public LinkCreator Creator { get; }

    public FollowingInstance Following { get; }

    public LinkEditor Editor { get; }

    public LinkReader Reader { get; }

    public LinkSearch Search { get; }

    public KeyPoolRefill Refill { get; }

    public ListWorkQueue Queue { get; } = new();

    public ExpiredLinks Expired { get; }

    public ExpiredLinksCleanUp CleanUp { get; }

    /// <summary>Runs the timer, and the queue function for each of its messages.</summary>
    public async Task CleanUpAsync()
    {
        await Expired.RunAsync(TestContext.Current.CancellationToken);
        while (Queue.Messages.TryDequeue(out var message))
        {
            await CleanUp.RunAsync(ExpiryPartition.Parse(message)!, TestContext.Current.CancellationToken);
        }
    }

    public Task<LinkResult> CreateAsync(string url = "https://example.com/", string? alias = null, Caller? caller = null, TimeSpan? expiresIn = null) =>
        Creator.CreateAsync(
            new NewLink { Url = url, Alias = alias, ExpiresIn = expiresIn }, caller ?? Owner, Address, TestContext.Current.CancellationToken);

    public async Task<LinkStatus> FollowAsync(string key) => (await Reader.FollowAsync(key, TestContext.Current.CancellationToken)).Status;

    public async Task<LinkStatus> DeleteAsync(string key, Caller? caller = null) =>
        (await Editor.DeleteAsync(key, caller ?? Owner, TestContext.Current.CancellationToken)).Status;

    public Task<LinkResult> RestoreAsync(string key, LinkRestoration? restoration = null, Caller? caller = null) =>
        Editor.RestoreAsync(key, restoration ?? new LinkRestoration(), caller ?? Owner, TestContext.Current.CancellationToken);

    public Task<LinkResult> ChangeAsync(string key, LinkChange change, Caller? caller = null) =>
        Editor.ChangeAsync(key, change, caller ?? Owner, Address, TestContext.Current.CancellationToken);
}
