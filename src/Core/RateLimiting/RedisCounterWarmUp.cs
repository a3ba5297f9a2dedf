using Microsoft.Extensions.Hosting;
using Serverless.Core.Redis;

namespace Serverless.Core.RateLimiting;

/// <summary>Connects before the first check, which could not wait for it. A Redis that is down delays no start for long.</summary>
internal sealed class RedisCounterWarmUp(RedisConnection connection, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await connection.GetAsync().WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception exception) when (RedisCounterFailure.IsOutage(exception) && !cancellationToken.IsCancellationRequested)
        {
            // It goes on connecting; checks count in memory until then, and the health check says why.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
