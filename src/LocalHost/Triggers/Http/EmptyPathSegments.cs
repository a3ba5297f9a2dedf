namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Answers 404 when a path contains <c>//</c>, which a catch-all route would take.</summary>
internal sealed class EmptyPathSegments(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
