namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Answers 500 with an empty body when an exception escapes a function, and logs it.</summary>
internal sealed partial class UnhandledExceptions(RequestDelegate next, ILogger<UnhandledExceptions> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogClientGone(context.Request.Method, context.Request.Path);
        }
        catch (Exception exception)
        {
            LogUnhandled(exception, context.Request.Method, context.Request.Path);
            Answer(context, exception);
        }
    }

    private static void Answer(HttpContext context, Exception exception)
    {
        if (context.Response.HasStarted)
        {
            // A truncated answer must not look like a complete one.
            context.Abort();
            return;
        }

        context.Response.Clear();
        // What is wrong with the request itself (a body over the limit) is no failure of the function.
        context.Response.StatusCode = (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError;
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogUnhandled(Exception exception, string method, PathString path);

    [LoggerMessage(LogLevel.Debug, "{Method} {Path}: the client went away")]
    private partial void LogClientGone(string method, PathString path);
}
