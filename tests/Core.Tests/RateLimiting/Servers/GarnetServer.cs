using Serverless.LocalHost.Redis;

namespace Serverless.Core.Tests.RateLimiting.Servers;

/// <summary>Garnet in this process, as LocalHost runs it.</summary>
public sealed class GarnetServer : ICounterServer, IDisposable
{
    private readonly EmbeddedRedis server = EmbeddedRedis.Start();

    public string Configuration => server.Configuration;

    public void Dispose() => server.Dispose();
}
