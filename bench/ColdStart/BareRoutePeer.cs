using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.ColdStart;

/// <summary>The least that a start can take: the bare web server and one route, which leads every key to the same place.</summary>
public sealed class BareRoutePeer : IPeer
{
    public const string Target = "https://example.com/";

    public string Name => "serve-bare-route";

    public async Task ServeAsync(int port, IReadOnlyList<string> arguments)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        app.UseRouting();
        app.MapGet("/{key}", (RequestDelegate)Answer);
        await app.RunAsync();
    }

    private static Task Answer(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        context.Response.Headers.Location = Target;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
