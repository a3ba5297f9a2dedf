namespace Serverless.Core.Tests.RateLimiting.Servers;

/// <summary>One <c>redis-server</c>.</summary>
public sealed class RedisServer : ICounterServer, IAsyncLifetime
{
    private RedisServerProcess? process;

    public string Configuration
    {
        get
        {
            RedisServerProcess.SkipUnlessInstalled();
            return process!.Configuration;
        }
    }

    public async ValueTask InitializeAsync() => process = RedisServerProcess.IsInstalled() ? await RedisServerProcess.StartAsync() : null;

    public ValueTask DisposeAsync() => process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
