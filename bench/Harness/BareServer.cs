using System.Globalization;

namespace Serverless.Bench.Harness;

/// <summary>The bare web server, which every peer of this program is: Kestrel without logging, routing or middleware of its own.</summary>
public static class BareServer
{
    /// <summary>Serves until the process is ended.</summary>
    /// <param name="services">What the server needs besides, or null.</param>
    /// <param name="pipeline">Answers the requests.</param>
    public static async Task ServeAsync(int port, Action<WebApplication> pipeline, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        pipeline(app);
        await app.RunAsync();
    }
}
