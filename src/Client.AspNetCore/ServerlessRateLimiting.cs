using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Serverless.Client.AspNetCore;

/// <summary>Limits an ASP.NET Core application by the service's rules.</summary>
public static class ServerlessRateLimiting
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Registers what <see cref="UseServerlessRateLimiting"/> needs, beside <c>AddServerlessClient</c>, whose address and key it uses.</summary>
    /// <returns>The builder of the <see cref="HttpClient"/> that checks are sent with: without repetitions, which would count twice.</returns>
    /// <exception cref="OptionsValidationException">Thrown when the application starts: an option can't be used.</exception>
    public static IHttpClientBuilder AddServerlessRateLimiting(this IServiceCollection services, Action<ServerlessRateLimitingOptions> configure)
    {
        services.AddOptions<ServerlessRateLimitingOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ServerlessRateLimitingOptions>, ServerlessRateLimitingOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CheckSender>();
        return services.AddHttpClient(CheckSender.HttpClientName)
            // They would write four lines for each request that is limited.
            .RemoveAllLoggers()
            .ConfigureHttpClient(ServerlessClientServices.Configure)
            .UseSocketsHttpHandler((handler, _) => (handler.PooledConnectionLifetime, handler.AllowAutoRedirect, handler.UseCookies) = (ConnectionLifetime, false, false))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Asks the service for every request that is an operation, in one round trip, and refuses with its 429 what it does not
    /// allow. Answers carry <c>RateLimit-Policy</c> and <c>RateLimit</c>. After authentication, if users are limited.
    /// </summary>
    public static IApplicationBuilder UseServerlessRateLimiting(this IApplicationBuilder app) => app.UseMiddleware<RateLimitingMiddleware>();
}
