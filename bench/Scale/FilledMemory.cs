using Microsoft.Extensions.Options;
using Serverless.Bench.Harness;
using Serverless.Bench.UrlShortening;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Bench.Scale;

/// <summary>Followed links in the memory of this process, and how many bytes each takes.</summary>
public sealed class FilledMemory : IContender
{
    /// <summary>What the setting <c>Links:MemoryLinks</c> says a link takes: beside its URL, and for each of its characters.</summary>
    private const double Described = 370 + (2 * ManyLinks.UrlLength);

    private readonly IReadOnlyList<string> keys = BenchLinks.Keys(ManyLinks.Count);

    public string Name => "link in an instance's memory";

    public Task<Sample> MeasureAsync(TimeSpan duration)
    {
        var now = TimeProvider.System.GetUtcNow();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = TimeProvider.System.GetTimestamp();
        var memory = new LinkMemory(Options.Create(new LinksOptions { MemoryLinks = 2 * ManyLinks.Count }), TimeProvider.System);
        foreach (var key in keys)
        {
            // Keys of requests are strings of their own.
            var own = new string(key.AsSpan());
            memory.Fill(own, new FollowedLink(LinkStatus.Ok, ManyLinks.Target(own, now), now, memory.EpochOf(own)));
        }

        var elapsed = TimeProvider.System.GetElapsedTime(start);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        var held = memory.Count;
        GC.KeepAlive(memory);
        return Task.FromResult(MeasuredBytes.Of(bytes, held, Described, elapsed, keys.Count));
    }
}
