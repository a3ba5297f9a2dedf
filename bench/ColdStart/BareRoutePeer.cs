using Serverless.Bench.Harness;

namespace Serverless.Bench.ColdStart;

/// <summary>The least that a start can take: the bare web server and one route, which leads every key to the same place.</summary>
public sealed class BareRoutePeer : IPeer
{
    public const string Target = "https://example.com/";

    public string Name => "serve-bare-route";

    public Task ServeAsync(int port, IReadOnlyList<string> arguments) => BareServer.ServeAsync(
        port,
        app =>
        {
            app.UseRouting();
            app.MapGet("/{key}", (RequestDelegate)Answer);
        },
        services => services.AddRoutingCore());

    private static Task Answer(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        context.Response.Headers.Location = Target;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
