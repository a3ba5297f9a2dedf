namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Puts before the functions what the real host does to every request and answer.</summary>
public static class FunctionsHostPipeline
{
    /// <summary>Adds the host's middleware, routing among it; endpoints follow.</summary>
    public static IApplicationBuilder UseFunctionsHost(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILogger<UnhandledExceptions>>();
        return app
            .Use(next => new UnhandledExceptions(next, logger).InvokeAsync)
            .Use(next => new OddGatewayTargets(next).InvokeAsync)
            .Use(next => new EmptyPathSegments(next).InvokeAsync)
            .UseRouting()
            .Use(next => new MethodMismatches(next).InvokeAsync)
            .Use(next => new JoinedRequestHeaders(next).InvokeAsync)
            .Use(next => new ConnectionHeaders(next).InvokeAsync);
    }
}
