using System.Threading.RateLimiting;

namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Runs so many requests at once as the real host would, lets so many wait, and answers the others with an empty 429.</summary>
/// <param name="limiter">Made by <see cref="Limiter"/>; whoever made it disposes of it.</param>
internal sealed class RequestThrottle(RequestDelegate next, ConcurrencyLimiter limiter)
{
    /// <summary>Whether the limits of <c>host.json</c> hold here too.</summary>
    public const string Setting = "Host:Limits";

    public static ConcurrencyLimiter Limiter(HttpSettings settings)
    {
        var running = (settings.MaxConcurrentRequests, settings.MaxOutstandingRequests) switch
        {
            (HttpSettings.Unlimited, HttpSettings.Unlimited) => int.MaxValue,
            (HttpSettings.Unlimited, var outstanding) => outstanding,
            (var concurrent, HttpSettings.Unlimited) => concurrent,
            var (concurrent, outstanding) => Math.Min(concurrent, outstanding),
        };
        return new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = running,
            QueueLimit = settings.MaxOutstandingRequests == HttpSettings.Unlimited ? int.MaxValue : settings.MaxOutstandingRequests - running,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    public async Task InvokeAsync(HttpContext context)
    {
        using var lease = await limiter.AcquireAsync(1, context.RequestAborted);
        if (lease.IsAcquired)
        {
            await next(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        }
    }
}
