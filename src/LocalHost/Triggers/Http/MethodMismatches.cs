namespace Serverless.LocalHost.Triggers.Http;

/// <summary>
/// Answers for requests that no function takes: 404 with an empty body, also where routing would answer 405 with the methods it
/// knows; and 204 at the root, where the real host has a page of its own, which is turned off.
/// </summary>
internal sealed class MethodMismatches(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var isRoot = context.Request.Path.Value is "/";
        // Routing's own answers are endpoints without a route.
        if (endpoint is RouteEndpoint || (endpoint is null && !isRoot))
        {
            return next(context);
        }

        context.SetEndpoint(null);
        context.Response.StatusCode = isRoot ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
