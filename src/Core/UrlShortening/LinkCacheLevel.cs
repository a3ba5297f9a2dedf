namespace Serverless.Core.UrlShortening;

/// <summary>Where a followed link is looked up, in this order.</summary>
public enum LinkCacheLevel
{
    Memory,
    Shared,
    Store,
}
