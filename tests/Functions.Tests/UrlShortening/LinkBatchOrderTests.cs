using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.UrlShortening.Links;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>Of several links of a batch that ask for one alias, the first one gets it.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class LinkBatchOrderTests
{
    private const string First = "https://example.com/first";

    [Fact]
    public async Task The_first_of_several_wins_even_where_the_store_is_slow_to_take_it()
    {
        // With the others of the alias waiting for the first, there are two links that nothing holds up.
        var (statuses, wanted) = await CreateAsync(others: 2,
            new { url = First, alias = "wanted" },
            new { url = "https://example.com/second", alias = "wanted" },
            new { url = "https://example.com/apart" },
            new { url = "https://example.com/third", alias = "wanted" },
            new { url = "https://example.com/else", alias = "elsewhere" });
        Assert.Equal([201, 409, 201, 409, 201], statuses);
        Assert.Equal(First, wanted);
    }

    [Fact]
    public async Task One_that_is_refused_leaves_the_alias_to_the_next()
    {
        var (statuses, wanted) = await CreateAsync(others: 1,
            new { url = "nonsense", alias = "wanted" },
            new { url = First, alias = "wanted" },
            new { url = "https://example.com/apart" });
        Assert.Equal([400, 201, 201], statuses);
        Assert.Equal(First, wanted);
    }

    private static async Task<(int[] Statuses, string? Wanted)> CreateAsync(int others, params object[] batch)
    {
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync(
            (_, services) => services.Decorate(inner => new SlowAliasStore(inner, First, others)),
            ["--port", "0", "--data", folder.Path, .. await Backing.ArgumentsAsync(folder.Path)]);
        using var client = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        using var created = await client.PostAsync("/api/links", batch);
        using var followed = await client.GetAsync("/wanted");
        return ([.. created.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("status").GetInt32())], followed.Header("Location"));
    }
}

file static class Stores
{
    /// <summary>Puts a store before the one that is registered.</summary>
    public static void Decorate(this IServiceCollection services, Func<ILinkStore, ILinkStore> before)
    {
        var registered = services.Last(service => service.ServiceType == typeof(ILinkStore));
        services.Add(ServiceDescriptor.Singleton(provider => before((ILinkStore)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!))));
    }
}
