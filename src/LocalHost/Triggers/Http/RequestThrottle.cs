using System.Threading.RateLimiting;

namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Runs so many requests at once as the real host would, lets so many wait, and answers the others with an empty 429.</summary>
internal sealed class RequestThrottle(RequestDelegate next, HttpSettings settings)
{
    /// <summary>Whether the limits of <c>host.json</c> hold here too.</summary>
    public const string Setting = "Host:Limits";

    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Running(settings),
        QueueLimit = settings.MaxOutstandingRequests == HttpSettings.Unlimited ? int.MaxValue : Math.Max(0, settings.MaxOutstandingRequests - Running(settings)),
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

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

    private static int Running(HttpSettings settings) => (settings.MaxConcurrentRequests, settings.MaxOutstandingRequests) switch
    {
        (HttpSettings.Unlimited, HttpSettings.Unlimited) => int.MaxValue,
        (HttpSettings.Unlimited, var outstanding) => outstanding,
        (var concurrent, HttpSettings.Unlimited) => concurrent,
        var (concurrent, outstanding) => Math.Min(concurrent, outstanding),
    };
}
