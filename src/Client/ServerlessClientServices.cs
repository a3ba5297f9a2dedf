using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Serverless.Client;

/// <summary>Registers the client.</summary>
public static class ServerlessClientServices
{
    /// <summary>The name of the <see cref="HttpClient"/> that the client sends with.</summary>
    public const string HttpClientName = "Serverless.Client";

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Registers <see cref="ServerlessClient"/>, one for the whole application, which sends through <see cref="IHttpClientFactory"/>.</summary>
    /// <returns>The builder of its <see cref="HttpClient"/>, to add handlers of one's own.</returns>
    /// <exception cref="OptionsValidationException">Thrown when the client is first asked for or the host starts: an option can't be used.</exception>
    public static IHttpClientBuilder AddServerlessClient(this IServiceCollection services, Action<ServerlessClientOptions> configure)
    {
        services.AddOptions<ServerlessClientOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ServerlessClientOptions>, ServerlessClientOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => Create(provider));

        // One client lives as long as the application: its connections are renewed, not its handler.
        var http = services.AddHttpClient(HttpClientName)
            .ConfigureHttpClient(Configure)
            .UseSocketsHttpHandler((handler, _) => (handler.PooledConnectionLifetime, handler.AllowAutoRedirect, handler.UseCookies) = (ConnectionLifetime, false, false))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        http.AddResilienceHandler("serverless", (pipeline, context) => ClientResilience.Configure(
            pipeline,
            context.ServiceProvider.GetRequiredService<IOptions<ServerlessClientOptions>>().Value,
            context.ServiceProvider.GetRequiredService<TimeProvider>()));
        return http;
    }

    internal static void Configure(IServiceProvider provider, HttpClient http)
    {
        var options = provider.GetRequiredService<IOptions<ServerlessClientOptions>>().Value;
        var address = options.Address!.AbsoluteUri;
        http.BaseAddress = new Uri(address.EndsWith('/') ? address : address + "/");
        http.Timeout = Timeout.InfiniteTimeSpan;
        if (!string.IsNullOrEmpty(options.ApiKey))
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        }
    }

    private static ServerlessClient Create(IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var logger = provider.GetService<ILoggerFactory>()?.CreateLogger<ServerlessClient>() ?? NullLogger<ServerlessClient>.Instance;
        return new ServerlessClient(new ApiConnection(provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName), time), time, logger);
    }
}
