using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Serverless.Bench.Harness;

namespace Serverless.Bench.RateLimiting;

/// <summary>The web server with its own rate limiter: a token bucket for each caller, in memory. Argument: permits a day.</summary>
public sealed class TokenBucketPeer : IPeer
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public string Name => "serve-token-bucket";

    public async Task ServeAsync(int port, IReadOnlyList<string> arguments)
    {
        var permits = (int)Math.Min(int.MaxValue, long.Parse(arguments[0], CultureInfo.InvariantCulture));
        await BareServer.ServeAsync(
            port,
            app => app.UseRateLimiter().Run(async context =>
            {
                _ = await CheckedCaller.ReadAsync(context.Request);
                await context.Response.WriteAsJsonAsync(new { allowed = true });
            }),
            services => services.AddRateLimiter(limiter => Configure(limiter, permits)));
    }

    private static void Configure(RateLimiterOptions limiter, int permits)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            context.Request.Headers["x-caller"].ToString(),
            _ => new TokenBucketRateLimiterOptions { TokenLimit = permits, TokensPerPeriod = permits, ReplenishmentPeriod = Day }));
        limiter.OnRejected = async (rejected, cancellationToken) =>
        {
            rejected.HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            await rejected.HttpContext.Response.WriteAsJsonAsync(new { allowed = false }, cancellationToken);
        };
    }
}
