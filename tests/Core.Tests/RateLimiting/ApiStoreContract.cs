using Serverless.Core.RateLimiting.Apis;
using Serverless.Core.RateLimiting.Routing;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>What every <see cref="IApiStore"/> does.</summary>
public abstract class ApiStoreContract
{
    /// <summary>The store under test, one for the whole test.</summary>
    protected abstract IApiStore Store { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_nothing_for_an_unknown_name() => Assert.Null(await Store.FindAsync("unknown", Cancel));

    [Fact]
    public async Task Finds_an_api_as_it_was_added()
    {
        var api = StoredSamples.Api("a") with { Upstream = new Uri("https://api.example:8443/base"), RequireKey = true };

        Assert.True(await Store.TryAddAsync(api, Cancel));
        Assert.True(await Store.TryAddAsync(StoredSamples.Api("b") with { Upstream = null, Operations = [] }, Cancel));

        AssertSame(api, (await Store.FindAsync("a", Cancel))?.Value);
        AssertSame(StoredSamples.Api("b") with { Upstream = null, Operations = [] }, (await Store.FindAsync("b", Cancel))?.Value);
    }

    [Fact]
    public async Task Holds_the_largest_api_that_validation_lets_through()
    {
        var route = new string('x', ApiRoute.MaxLength - 3);
        var api = StoredSamples.Api(new string('n', 100)) with
        {
            Upstream = new Uri("https://api.example/" + new string('u', UpstreamRules.MaxLength - 20)),
            Operations = [.. Enumerable.Range(0, ApiValidation.MaxOperations).Select(i => new ApiOperation(new string('o', 100), "OPTIONS", $"{i:000}{route}"))],
        };

        Assert.True(await Store.TryAddAsync(api, Cancel));

        AssertSame(api, (await Store.FindAsync(api.Name, Cancel))?.Value);
        Assert.InRange(RuleText.Write(api).Length, 20_000, 32_000);
    }

    [Fact]
    public async Task Replaces_and_deletes_only_the_version_that_was_seen()
    {
        await Store.TryAddAsync(StoredSamples.Api("a", "first"), Cancel);
        var first = (await Store.FindAsync("a", Cancel))!;

        Assert.False(await Store.TryAddAsync(StoredSamples.Api("a", "other"), Cancel));
        Assert.True(await Store.TryReplaceAsync(first, StoredSamples.Api("a", "second"), Cancel));
        Assert.False(await Store.TryReplaceAsync(first, StoredSamples.Api("a", "third"), Cancel));
        Assert.False(await Store.TryDeleteAsync(first, Cancel));
        Assert.True(await Store.TryDeleteAsync((await Store.FindAsync("a", Cancel))!, Cancel));
        Assert.Null(await Store.FindAsync("a", Cancel));
    }

    [Fact]
    public async Task Pages_in_the_order_of_the_names()
    {
        foreach (var name in new[] { "b", "a", "C" })
        {
            await Store.TryAddAsync(StoredSamples.Api(name), Cancel);
        }

        Assert.Equal(["C", "a"], (await Store.ListAsync(null, 2, Cancel)).Select(api => api.Name));
        Assert.Equal(["b"], (await Store.ListAsync("a", 2, Cancel)).Select(api => api.Name));
    }

    private static void AssertSame(ApiDefinition expected, ApiDefinition? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Operations, actual.Operations);
        Assert.Equal(expected, actual with { Operations = expected.Operations });
    }
}
