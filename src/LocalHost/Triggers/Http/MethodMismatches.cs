namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Answers 404 with an empty body where routing would answer 405 with the methods it knows.</summary>
internal sealed class MethodMismatches(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Routing's own answers are endpoints without a route.
        if (context.GetEndpoint() is null or RouteEndpoint)
        {
            return next(context);
        }

        context.SetEndpoint(null);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
