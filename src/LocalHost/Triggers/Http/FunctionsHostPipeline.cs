namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Puts before the functions what the real host does to every request and answer.</summary>
public static class FunctionsHostPipeline
{
    /// <summary>Adds the host's middleware, routing among it; endpoints follow.</summary>
    public static IApplicationBuilder UseFunctionsHost(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILogger<UnhandledExceptions>>();
        return app
            .UseLimits()
            .Use(next => new UnhandledExceptions(next, logger).InvokeAsync)
            .Use(next => new OddGatewayTargets(next).InvokeAsync)
            .Use(next => new EmptyPathSegments(next).InvokeAsync)
            .UseRouting()
            .Use(next => new MethodMismatches(next).InvokeAsync)
            .Use(next => new JoinedRequestHeaders(next).InvokeAsync)
            .Use(next => new ConnectionHeaders(next).InvokeAsync);
    }

    // Left out unless asked for: what protects one of many instances would only turn requests away from one that is alone.
    private static IApplicationBuilder UseLimits(this IApplicationBuilder app)
    {
        var configuration = app.ApplicationServices.GetRequiredService<IConfiguration>();
        if (configuration.GetValue<long?>(BodyLimit.Setting) is { } bytes)
        {
            app.Use(next => new BodyLimit(next, bytes).InvokeAsync);
        }

        if (configuration.GetValue(RequestThrottle.Setting, false))
        {
            var limiter = RequestThrottle.Limiter(app.ApplicationServices.GetRequiredService<HostSettings>().Http);
            app.ApplicationServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(limiter.Dispose);
            app.Use(next => new RequestThrottle(next, limiter).InvokeAsync);
        }

        return app;
    }
}
