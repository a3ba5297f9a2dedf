namespace Serverless.LocalHost.Hosting;

/// <summary>Lets browsers of the configured origins call the API, which in Azure the platform does.</summary>
public static class Cors
{
    private const string Section = "Cors:Origins";

    private static readonly string[] ReadableHeaders = ["Location", "Retry-After", "RateLimit", "RateLimit-Policy"];

    public static void UseConfiguredCors(this WebApplication app)
    {
        var origins = app.Configuration.GetSection(Section).Get<string[]>() ?? [];
        if (origins.Length > 0)
        {
            app.UseCors(policy => policy.WithOrigins(origins).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders(ReadableHeaders));
        }
    }
}
