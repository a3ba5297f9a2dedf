namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Answers a body that says to be larger than the limit as the real host does: with an empty 500, unread.</summary>
/// <param name="limit">Bytes.</param>
internal sealed class BodyLimit(RequestDelegate next, long limit)
{
    /// <summary>The real host's own setting, in bytes; without it a body may have what the application admits.</summary>
    public const string Setting = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not { } length || length <= limit)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return Task.CompletedTask;
    }
}
