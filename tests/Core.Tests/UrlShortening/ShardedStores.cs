using Serverless.Core.UrlShortening.Accounts;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Stores that share the keys among them.</summary>
public static class ShardedStores
{
    /// <summary>So many of them, as one.</summary>
    public static ByAccount<T> Of<T>(int count, Func<T> make)
    {
        var stores = Enumerable.Range(0, count).ToDictionary(number => $"account{number:00}", _ => make(), StringComparer.Ordinal);
        var map = ShardMap.Spread(stores.Keys);
        return new ByAccount<T>(stores, _ => ValueTask.FromResult(map));
    }
}
