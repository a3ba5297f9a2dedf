using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serverless.LocalHost.Hosting;
using Serverless.LocalHost.Triggers;

namespace Serverless.Functions.Tests.LocalHost.Triggers;

/// <summary>Runs the timer and queue functions of a class without a web server.</summary>
internal sealed class BackgroundHost : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly IHostedService[] hosted;

    private BackgroundHost(ServiceProvider services)
    {
        this.services = services;
        hosted = [.. services.GetServices<IHostedService>()];
    }

    public static async Task<BackgroundHost> StartAsync(Type functions, IServiceCollection services, QueueSettings? queues = null)
    {
        services.AddFunctions(FunctionCatalog.Of(functions), new HostSettings("", queues ?? new QueueSettings()));
        var host = new BackgroundHost(services.BuildServiceProvider());
        foreach (var service in host.hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        return host;
    }

    /// <summary>Stops as the host does, which waits for what is under way.</summary>
    public Task StopAsync() => Task.WhenAll(hosted.Select(service => service.StopAsync(CancellationToken.None))).InTimeAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await services.DisposeAsync();
    }
}
