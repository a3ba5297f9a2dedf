using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Serverless.Functions;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Telemetry;
using Serverless.LocalHost.Triggers.Http;

namespace Serverless.LocalHost.Hosting;

/// <summary>One instance of the function app: its own services, its own web server, the cluster's stores.</summary>
internal static class LocalInstance
{
    /// <summary>As long as the Functions host gives requests in flight.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static WebApplication Build(int number, SharedParts shared, Action<int, IServiceCollection> change)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Serverless" });
        builder.Configuration.AddConfiguration(shared.Configuration).AddInMemoryCollection(shared.Derived());
        var starting = new StartingLogs();
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddEscapingConsole().AddFilter(StartingLogs.Category, starting.Allows);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Services.AddCors();
        builder.Services.AddServerless(builder.Configuration);
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddEmbeddedStorage(shared.Database, shared.Queue);
        builder.Services.AddFunctions(number == 0 ? shared.Functions : shared.Functions.WithoutTimers(), shared.Host);

        change(number, builder.Services);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(starting.End);
        app.UseConfiguredCors();
        app.UseFunctionsHost();
        app.MapFunctions();
        app.MapApiReference();
        foreach (var url in shared.Settings.UrlsOf(number))
        {
            app.Urls.Add(url.GetLeftPart(UriPartial.Authority));
        }

        return app;
    }

    /// <exception cref="SettingsException">Something else listens at one of the addresses, or the address is not this machine's.</exception>
    public static async Task StartAsync(WebApplication instance)
    {
        var urls = string.Join(", ", instance.Urls);
        try
        {
            await instance.StartAsync();
            // Ready means that what a first start makes is there.
            await Task.WhenAll(instance.Services.GetServices<IHostedService>().OfType<OwnLimitDefaults>().Select(defaults => defaults.ExecuteTask ?? Task.CompletedTask));
        }
        catch (Exception exception) when (exception is IOException { InnerException: AddressInUseException } or SocketException or AddressInUseException)
        {
            throw new SettingsException($"Can't listen on {urls}: {exception.Message} Choose another port with --port.", exception);
        }
    }
}
