using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Composition;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Keys;

namespace Serverless.HotPaths;

/// <summary>A key from the pool, taken and settled; each 64th draws a block of 64 random keys.</summary>
public class KeyIssue
{
    private readonly ServiceProvider services = new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddLogging().AddMetrics().AddTimeAndChance().AddUrlShortening()
        .AddSingleton<IKeyBlockStore, ForgetfulBlocks>()
        .BuildServiceProvider();

    private readonly KeyPool pool;

    public KeyIssue() => pool = services.GetRequiredService<KeyPool>();

    [Benchmark(Description = "issue a key, with a 64th of a new block")]
    public async ValueTask<string> Issue()
    {
        var key = await pool.TakeAsync(CancellationToken.None);
        await pool.SettleAsync(key);
        return key.Value;
    }

    [GlobalCleanup]
    public ValueTask DisposeAsync() => services.DisposeAsync();
}
