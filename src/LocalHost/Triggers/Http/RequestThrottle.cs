using System.Threading.RateLimiting;

namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Runs so many HTTP functions at a time as <c>host.json</c> allows, lets so many requests wait, and answers 429 to the rest.</summary>
internal sealed class RequestThrottle : IDisposable
{
    private readonly RequestDelegate next;
    private readonly ConcurrencyLimiter limiter;

    public RequestThrottle(RequestDelegate next, HostSettings settings)
    {
        var outstanding = settings.MaxOutstandingRequests == HostSettings.Unlimited ? int.MaxValue : settings.MaxOutstandingRequests;
        var running = settings.MaxConcurrentRequests == HostSettings.Unlimited ? outstanding : Math.Min(settings.MaxConcurrentRequests, outstanding);
        this.next = next;
        limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = running,
            QueueLimit = outstanding - running,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    public void Dispose() => limiter.Dispose();

    public async Task InvokeAsync(HttpContext context)
    {
        using var permit = await limiter.AcquireAsync(1, context.RequestAborted);
        if (permit.IsAcquired)
        {
            await next(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        }
    }
}
