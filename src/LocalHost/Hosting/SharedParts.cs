using Serverless.Core;
using Serverless.Core.Redis;
using Serverless.LocalHost.Queues;
using Serverless.LocalHost.Redis;
using Serverless.LocalHost.Sqlite;
using Serverless.LocalHost.Triggers;

namespace Serverless.LocalHost.Hosting;

/// <summary>What all instances of a cluster have in common.</summary>
/// <param name="Redis">Null when both Redis connections are configured.</param>
/// <param name="AdminKey">Null when the configuration names the key.</param>
public sealed record SharedParts(
    IConfiguration Configuration,
    LocalHostSettings Settings,
    FunctionCatalog Functions,
    HostSettings Host,
    SqliteDatabase Database,
    SqliteWorkQueue Queue,
    EmbeddedRedis? Redis,
    AdminKeyFile? AdminKey)
{
    private const string OwnAddresses = "Links:OwnAddresses";

    private static readonly string[] RedisConnections = [RedisAddress.Counters, RedisAddress.Cache];

    /// <summary>Settings that follow from how this cluster runs; they win only where the user set nothing.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Derived()
    {
        if (AdminKey is not null)
        {
            yield return new("Access:AdminKey", AdminKey.Key);
        }

        foreach (var connection in RedisConnections.Where(name => RedisAddress.Find(Configuration, name) is null))
        {
            yield return new(connection, Redis!.Configuration);
        }

        // A Redis that ends with this process must not be where clicks wait.
        if (RedisAddress.Find(Configuration, RedisAddress.Counters) is null)
        {
            yield return new("Links:GatherClicks", bool.FalseString);
        }

        // A list is that of its last source, which is this one.
        var own = Enumerable.Range(0, Settings.Instances).SelectMany(Settings.UrlsOf).Where(url => url.Port != 0).Select(url => url.GetLeftPart(UriPartial.Authority));
        foreach (var (number, address) in ListSetting.Read(Configuration, OwnAddresses).Concat(own).Index())
        {
            yield return new($"{OwnAddresses}:{number}", address);
        }
    }
}
