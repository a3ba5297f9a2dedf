using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>What one instance of the app follows links with, over stores that it may share with others.</summary>
public sealed class FollowingInstance : IDisposable
{
    private readonly LinkInvalidationListener listener;

    public FollowingInstance(ILinkStore links, TimeProvider time, ISharedLinkCache? shared = null)
    {
        Metrics = CreateMetrics();
        Memory = new LinkMemory(Options.Create(new LinksOptions { CacheFor = shared?.Lifetime ?? TimeSpan.FromSeconds(30) }), time);
        Shared = new HeldSharedCache(shared ?? new MissingSharedLinkCache());
        Invalidations = new LinkInvalidations(Memory, Shared, Metrics);
        Store = new HeldLinkStore(links);
        Follower = new LinkFollower(Store, Memory, Shared, Metrics, time);
        listener = new LinkInvalidationListener(Shared, Invalidations);
    }

    public LinkMetrics Metrics { get; }

    public LinkMemory Memory { get; }

    public HeldSharedCache Shared { get; }

    public HeldLinkStore Store { get; }

    public LinkInvalidations Invalidations { get; }

    public LinkFollower Follower { get; }

    public static LinkMetrics CreateMetrics() => new(CreateMeters());

    public static IMeterFactory CreateMeters() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    /// <summary>Hears the others from now on.</summary>
    public async Task ListenAsync()
    {
        await listener.StartAsync(TestContext.Current.CancellationToken);
        await listener.Listening.WaitAsync(Gate.SafetyNet, TestContext.Current.CancellationToken);
    }

    /// <summary>Hears nobody any more.</summary>
    public void Dispose() => listener.Dispose();

    /// <summary>The URL that a key leads to, or why to none.</summary>
    public async Task<string> FollowAsync(string key)
    {
        var found = await Follower.FollowAsync(key, TestContext.Current.CancellationToken);
        return found.Target?.Url ?? found.Status.ToString();
    }
}
