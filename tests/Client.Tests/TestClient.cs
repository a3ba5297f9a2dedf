using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Serverless.Client.Tests;

/// <summary>The client as an application registers it.</summary>
internal sealed class TestClient : IDisposable
{
    private readonly ServiceProvider provider;

    public TestClient(Uri address, string? key, HttpMessageHandler? handler = null, Action<ServerlessClientOptions>? configure = null, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        var http = services.AddServerlessClient(options =>
        {
            (options.Address, options.ApiKey) = (address, key);
            configure?.Invoke(options);
        });
        if (handler is not null)
        {
            http.ConfigurePrimaryHttpMessageHandler(() => handler);
        }

        provider = services.BuildServiceProvider();
        Client = provider.GetRequiredService<ServerlessClient>();
    }

    public ServerlessClient Client { get; }

    public void Dispose() => provider.Dispose();
}
