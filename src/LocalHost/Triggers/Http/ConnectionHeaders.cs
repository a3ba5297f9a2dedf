namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Drops <c>Connection</c> and <c>Keep-Alive</c> from a function's answer: they would belong to another connection.</summary>
internal sealed class ConnectionHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(Drop, context.Response.Headers);
        return next(context);
    }

    private static Task Drop(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.Connection = default;
        headers.KeepAlive = default;
        return Task.CompletedTask;
    }
}
