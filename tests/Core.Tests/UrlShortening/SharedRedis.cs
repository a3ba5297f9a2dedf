using Serverless.LocalHost.Redis;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>A Redis server for the tests of a class, which use keys of their own.</summary>
public sealed class SharedRedis : IDisposable
{
    private readonly EmbeddedRedis server = EmbeddedRedis.Start();

    public string Configuration => server.Configuration;

    public void Dispose() => server.Dispose();
}
